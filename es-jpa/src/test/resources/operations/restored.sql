-- What the journal goes on with is another history than the one that was lost.
UPDATE es_journal SET incarnation = gen_random_uuid();
-- Views in this database have gone back with it, and so have their checkpoints: they agree.
UPDATE es_checkpoint SET incarnation = (SELECT incarnation FROM es_journal) WHERE consumer LIKE 'registry%';
