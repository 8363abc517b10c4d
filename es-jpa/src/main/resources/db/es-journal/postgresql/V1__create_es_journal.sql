-- The journal's tables on PostgreSQL, schema version 2.

-- The position must be drawn one by one (CACHE 1) inside the INSERT: how far the journal can be read is
-- proved from who holds the table's lock. Keys are compared byte by byte (COLLATE "C").
CREATE TABLE es_event (
    category varchar(100) COLLATE "C" NOT NULL,
    stream_id varchar(255) COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY (CACHE 1 NO CYCLE),
    event_id uuid NOT NULL,
    type varchar(100) COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    time timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    metadata text,
    payload bytea NOT NULL,
    CONSTRAINT es_event_version PRIMARY KEY (category, stream_id, version),
    CONSTRAINT es_event_position UNIQUE (position),
    CONSTRAINT es_event_id UNIQUE (event_id)
);

-- Which revisions of which event types are stored: noted by the append that stores one first, or by some of those at a time.
CREATE TABLE es_event_type (
    type varchar(100) COLLATE "C" NOT NULL,
    revision integer NOT NULL
);

-- How far each consumer has come, how often somebody has begun to work from there, up to where events come again,
-- and in which incarnation of the journal.
CREATE TABLE es_checkpoint (
    consumer varchar(255) COLLATE "C" PRIMARY KEY,
    epoch bigint NOT NULL,
    position bigint NOT NULL,
    replay_until bigint NOT NULL,
    incarnation uuid NOT NULL,
    updated timestamp with time zone NOT NULL
);

-- Events that a consumer has set aside: one of a stream that has failed, and those of the stream that wait behind it, which
-- have no failure. What was decided about it: retry or dismiss. When it was set aside or failed last.
CREATE TABLE es_dead_letter (
    consumer varchar(255) COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    category varchar(100) COLLATE "C" NOT NULL,
    stream_id varchar(255) COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    type varchar(100) COLLATE "C" NOT NULL,
    attempts integer NOT NULL,
    failure varchar(255),
    message varchar(1000),
    stack_trace text,
    decision varchar(10),
    decided_by varchar(255),
    time timestamp with time zone NOT NULL,
    CONSTRAINT es_dead_letter_position PRIMARY KEY (consumer, position),
    CONSTRAINT es_dead_letter_version UNIQUE (consumer, category, stream_id, version)
);

-- What all nodes agree on about a consumer; revision counts its changes. Its checkpoints, one for each segment, are
-- named after it. By the events after live_after and up to live_until it has effects outside its view.
-- Its filter is in words, and empty until a node has said which events it is set up to want.
CREATE TABLE es_consumer (
    name varchar(120) COLLATE "C" PRIMARY KEY,
    revision bigint NOT NULL,
    segments integer NOT NULL,
    wanted_segments integer NOT NULL,
    paused smallint NOT NULL,
    live_after bigint NOT NULL,
    live_until bigint NOT NULL,
    filter text NOT NULL
);

-- Which node does what only one may do, until when unless it renews that, and how often that has changed hands.
CREATE TABLE es_lease (
    name varchar(120) COLLATE "C" PRIMARY KEY,
    owner varchar(255) COLLATE "C" NOT NULL,
    epoch bigint NOT NULL,
    expires timestamp with time zone NOT NULL
);

-- States of aggregates, so that not all events need to be folded. Only a cache: rows may be removed at any time.
CREATE TABLE es_snapshot (
    category varchar(100) COLLATE "C" NOT NULL,
    stream_id varchar(255) COLLATE "C" NOT NULL,
    fingerprint varchar(64) COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    type varchar(255) COLLATE "C" NOT NULL,
    checksum bigint NOT NULL,
    payload bytea NOT NULL,
    time timestamp with time zone NOT NULL,
    CONSTRAINT es_snapshot_version PRIMARY KEY (category, stream_id, fingerprint, version)
);

-- One row. Give it a new incarnation whenever the journal goes back in time, as by restoring a backup.
CREATE TABLE es_journal (
    single boolean DEFAULT TRUE PRIMARY KEY CHECK (single),
    schema_version integer NOT NULL,
    incarnation uuid NOT NULL,
    created timestamp with time zone NOT NULL
);

INSERT INTO es_journal (schema_version, incarnation, created) VALUES (2, gen_random_uuid(), statement_timestamp());
