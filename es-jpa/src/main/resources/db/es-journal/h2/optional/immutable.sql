-- Optional: no session, not even the application's, changes or deletes an event that is stored; only its position, where
-- it has none, may be set once. H2 compiles these triggers, so it must run on a JDK.
CREATE TRIGGER es_event_no_update BEFORE UPDATE ON es_event FOR EACH ROW AS $$
org.h2.api.Trigger create() {
    int position = 4;
    return (connection, before, after) -> {
        boolean numbers = before[position] == null && after[position] != null;
        for (int i = 0; i < before.length; i++) {
            numbers &= i == position || java.util.Objects.deepEquals(before[i], after[i]);
        }
        if (!numbers) {
            throw new java.sql.SQLException("Events are immutable: UPDATE of es_event is forbidden", "45000");
        }
    };
} $$;

CREATE TRIGGER es_event_no_delete BEFORE DELETE ON es_event FOR EACH ROW AS $$
org.h2.api.Trigger create() {
    return (connection, before, after) -> {
        throw new java.sql.SQLException("Events are immutable: DELETE of es_event is forbidden", "45000");
    };
} $$;

-- Always empty: a table that others may refer to cannot be truncated.
CREATE TABLE es_event_no_truncate (
    seq bigint PRIMARY KEY,
    CONSTRAINT es_event_no_truncate_seq FOREIGN KEY (seq) REFERENCES es_event (seq)
);
