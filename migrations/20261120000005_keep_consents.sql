-- Evidence goes with its session, never alone: while the session stands its rows cannot be deleted.
CREATE FUNCTION keep_evidence_of_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM sessions WHERE id = OLD.session_id) THEN
        RAISE EXCEPTION 'rows of % are evidence and go only with their session', TG_TABLE_NAME;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER consents_go_with_their_session BEFORE DELETE ON consents
    FOR EACH ROW EXECUTE FUNCTION keep_evidence_of_session();
CREATE TRIGGER consents_are_never_truncated BEFORE TRUNCATE ON consents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_evidence();
