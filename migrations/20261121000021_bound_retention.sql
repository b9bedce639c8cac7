-- Who applies the retention times at the moment, and when it was last done.
ALTER TABLE sweeps ADD COLUMN retaining_until timestamptz, ADD COLUMN retained_at timestamptz;

CREATE INDEX sessions_complete ON sessions (completed_at) WHERE state = 'complete';
CREATE INDEX sessions_with_address ON sessions (created_at) WHERE ip_address IS NOT NULL;
CREATE INDEX consents_with_address ON consents (decided_at) WHERE ip_address IS NOT NULL;

-- Evidence stays as it was given, but for the internet address, which has a time of its own.
CREATE FUNCTION keep_evidence_but_addresses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ip_address IS NULL AND to_jsonb(NEW) - 'ip_address' = to_jsonb(OLD) - 'ip_address' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are evidence and never change', TG_TABLE_NAME;
END $$;
DROP TRIGGER consents_never_change ON consents;
CREATE TRIGGER consents_never_change BEFORE UPDATE ON consents
    FOR EACH ROW EXECUTE FUNCTION keep_evidence_but_addresses();

-- Where the trail begins once its oldest lines have had their time: the hash of the last line that went, which the
-- next one follows. Written only while that line stands; from then on the lines up to it may be deleted, no others.
CREATE TABLE audit_checkpoints (
    seal   bigint PRIMARY KEY,
    hash   bytea NOT NULL,
    cut_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT audit_checkpoints_hash_whole CHECK (octet_length(hash) = 32)
);
CREATE FUNCTION checkpoint_a_line_that_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM audit WHERE seal = NEW.seal AND hash = NEW.hash) THEN
        RAISE EXCEPTION 'no such line of the trail is sealed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_checkpoints_name_a_line BEFORE INSERT ON audit_checkpoints
    FOR EACH ROW EXECUTE FUNCTION checkpoint_a_line_that_stands();
CREATE TRIGGER audit_checkpoints_never_change BEFORE UPDATE OR DELETE ON audit_checkpoints
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_evidence();
CREATE TRIGGER audit_checkpoints_are_never_truncated BEFORE TRUNCATE ON audit_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_evidence();

CREATE OR REPLACE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The one change allowed is sealing: hashes once, nothing else.
    IF TG_OP = 'UPDATE' AND OLD.hash IS NULL
       AND (NEW.id, NEW.at, NEW.actor, NEW.action, NEW.session_id, NEW.detail)
           IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.actor, OLD.action, OLD.session_id, OLD.detail) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND OLD.seal <= (SELECT max(seal) FROM audit_checkpoints) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only';
END $$;
