-- What happened to a session and who did it, without what it was about. Append-only. The hashes are
-- filled by the sealing job, so that no visitor waits for the end of a chain.
CREATE TABLE audit (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at            timestamptz NOT NULL DEFAULT now(),
    actor         text NOT NULL,
    action        text NOT NULL,
    session_id    uuid,
    detail        jsonb NOT NULL DEFAULT '{}',
    previous_hash bytea,
    hash          bytea
);
CREATE INDEX audit_by_session ON audit (session_id);

CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The one change allowed is sealing: hashes once, nothing else.
    IF TG_OP = 'UPDATE' AND OLD.hash IS NULL
       AND (NEW.id, NEW.at, NEW.actor, NEW.action, NEW.session_id, NEW.detail)
           IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.actor, OLD.action, OLD.session_id, OLD.detail) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION keep_audit();
CREATE TRIGGER audit_is_never_truncated BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_evidence();
