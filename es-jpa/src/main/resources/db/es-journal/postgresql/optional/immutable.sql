-- Optional: no session, not even the application's, changes or deletes an event that is stored. Run it as the owner of
-- es_event and let the application connect as another user, who can neither drop nor disable this.
CREATE FUNCTION es_event_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Events are immutable: % of es_event is forbidden', TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER es_event_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON es_event
    FOR EACH STATEMENT EXECUTE FUNCTION es_event_is_immutable();

ALTER TABLE es_event ENABLE ALWAYS TRIGGER es_event_immutable;
