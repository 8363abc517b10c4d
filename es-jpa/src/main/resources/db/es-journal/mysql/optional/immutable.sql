-- Optional, and not tested on any MySQL server yet: no session, not even the application's, changes or deletes an event
-- that is stored; only its position, where it has none, may be set once. Run it by the mysql client or by Flyway as a
-- user that may create triggers, and let the application connect as another one, who has only SELECT, INSERT and UPDATE
-- on es_event.
DELIMITER //

CREATE TRIGGER es_event_no_update BEFORE UPDATE ON es_event FOR EACH ROW
IF OLD.position IS NOT NULL OR NEW.position IS NULL
    OR NOT (NEW.seq <=> OLD.seq AND NEW.category <=> OLD.category AND NEW.stream_id <=> OLD.stream_id
        AND NEW.version <=> OLD.version AND NEW.event_id <=> OLD.event_id AND NEW.type <=> OLD.type
        AND NEW.revision <=> OLD.revision AND NEW.time <=> OLD.time AND NEW.metadata <=> OLD.metadata
        AND NEW.payload <=> OLD.payload)
THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Events are immutable: UPDATE of es_event is forbidden';
END IF//

CREATE TRIGGER es_event_no_delete BEFORE DELETE ON es_event FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Events are immutable: DELETE of es_event is forbidden'//

DELIMITER ;

-- Always empty: a table that others may refer to cannot be truncated.
CREATE TABLE es_event_no_truncate (
    seq bigint PRIMARY KEY,
    CONSTRAINT es_event_no_truncate_seq FOREIGN KEY (seq) REFERENCES es_event (seq)
) ENGINE = InnoDB;
