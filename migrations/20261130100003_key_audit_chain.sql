-- From now on lines are sealed with an HMAC. A server of the version before, which may run beside this one for a while,
-- would seal with a plain hash: the database refuses that, and leaves its lines to the others.
ALTER TABLE audit ADD COLUMN keyed boolean NOT NULL DEFAULT false;
CREATE OR REPLACE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The one change allowed is sealing: hashes once, nothing else.
    IF TG_OP = 'UPDATE' AND OLD.hash IS NULL AND NEW.keyed
       AND (NEW.id, NEW.at, NEW.actor, NEW.action, NEW.session_id, NEW.detail)
           IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.actor, OLD.action, OLD.session_id, OLD.detail) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND OLD.seal <= (SELECT max(seal) FROM audit_checkpoints) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only';
END $$;
