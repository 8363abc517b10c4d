-- example:begin table
CREATE TABLE seen (topic varchar(255), source varchar(255), subject varchar(356), version bigint NOT NULL, part integer NOT NULL,
                   PRIMARY KEY (topic, source, subject));
-- example:end
-- example:begin insert
-- PostgreSQL: one row changed means that the event is new
INSERT INTO seen VALUES (?, ?, ?, ?, ?) ON CONFLICT (topic, source, subject)
    DO UPDATE SET version = excluded.version, part = excluded.part
    WHERE (seen.version, seen.part) < (excluded.version, excluded.part);
-- example:end
