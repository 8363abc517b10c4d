-- The journal's tables on H2 2.x, schema version 2.

-- A row's seq says in which order events were inserted. Its position is null until its transaction has
-- committed and the journal has numbered it. H2's clock stands still within a transaction: time is its start.
CREATE TABLE es_event (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    category varchar(100) NOT NULL,
    stream_id varchar(255) NOT NULL,
    version bigint NOT NULL,
    position bigint,
    event_id uuid NOT NULL,
    type varchar(100) NOT NULL,
    revision integer NOT NULL,
    time timestamp(6) with time zone DEFAULT current_timestamp(6) NOT NULL,
    metadata varchar,
    payload varbinary(16777216) NOT NULL,
    CONSTRAINT es_event_version UNIQUE (category, stream_id, version),
    CONSTRAINT es_event_id UNIQUE (event_id)
);

-- Finds the events that wait for their positions, too: the index holds null, and with it the row's seq.
CREATE UNIQUE INDEX es_event_position ON es_event (position);

-- Which revisions of which event types are stored: noted by the append that stores one first, or by some of those at a time.
CREATE TABLE es_event_type (
    type varchar(100) NOT NULL,
    revision integer NOT NULL
);

-- How far each consumer has come, how often somebody has begun to work from there, up to where events come again,
-- and in which incarnation of the journal.
CREATE TABLE es_checkpoint (
    consumer varchar(255) PRIMARY KEY,
    epoch bigint NOT NULL,
    position bigint NOT NULL,
    replay_until bigint NOT NULL,
    incarnation uuid NOT NULL,
    updated timestamp(6) with time zone NOT NULL
);

-- Events that a consumer has set aside: one of a stream that has failed, and those of the stream that wait behind it, which
-- have no failure. What was decided about it: retry or dismiss. When it was set aside or failed last.
CREATE TABLE es_dead_letter (
    consumer varchar(255) NOT NULL,
    position bigint NOT NULL,
    category varchar(100) NOT NULL,
    stream_id varchar(255) NOT NULL,
    version bigint NOT NULL,
    type varchar(100) NOT NULL,
    attempts integer NOT NULL,
    failure varchar(255),
    message varchar(1000),
    stack_trace varchar,
    decision varchar(10),
    decided_by varchar(255),
    time timestamp(6) with time zone NOT NULL,
    CONSTRAINT es_dead_letter_position PRIMARY KEY (consumer, position),
    CONSTRAINT es_dead_letter_version UNIQUE (consumer, category, stream_id, version)
);

-- What all nodes agree on about a consumer; revision counts its changes. Its checkpoints, one for each segment, are
-- named after it. By the events after live_after and up to live_until it has effects outside its view.
-- Its filter is in words, and empty until a node has said which events it is set up to want.
CREATE TABLE es_consumer (
    name varchar(120) PRIMARY KEY,
    revision bigint NOT NULL,
    segments integer NOT NULL,
    wanted_segments integer NOT NULL,
    paused smallint NOT NULL,
    live_after bigint NOT NULL,
    live_until bigint NOT NULL,
    filter varchar NOT NULL
);

-- Which node does what only one may do, until when unless it renews that, and how often that has changed hands.
CREATE TABLE es_lease (
    name varchar(120) PRIMARY KEY,
    owner varchar(255) NOT NULL,
    epoch bigint NOT NULL,
    expires timestamp(6) with time zone NOT NULL
);

INSERT INTO es_lease (name, owner, epoch, expires) VALUES ('sequencer', 'nobody', 0, current_timestamp);

-- States of aggregates, so that not all events need to be folded. Only a cache: rows may be removed at any time.
CREATE TABLE es_snapshot (
    category varchar(100) NOT NULL,
    stream_id varchar(255) NOT NULL,
    fingerprint varchar(64) NOT NULL,
    version bigint NOT NULL,
    type varchar(255) NOT NULL,
    checksum bigint NOT NULL,
    payload varbinary(16777216) NOT NULL,
    time timestamp(6) with time zone NOT NULL,
    CONSTRAINT es_snapshot_version PRIMARY KEY (category, stream_id, fingerprint, version)
);

-- One row. Give it a new incarnation whenever the journal goes back in time, as by restoring a backup.
CREATE TABLE es_journal (
    single boolean DEFAULT TRUE PRIMARY KEY CHECK (single),
    schema_version integer NOT NULL,
    incarnation uuid NOT NULL,
    created timestamp(6) with time zone NOT NULL
);

INSERT INTO es_journal (schema_version, incarnation, created) VALUES (2, random_uuid(), current_timestamp);
