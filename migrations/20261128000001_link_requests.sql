-- The address under which sessions of whoever asks may stand. It puts a request into the person's copy, and is forgotten
-- with the person. None where only the operator's words tell who asks.
ALTER TABLE requests
    ADD COLUMN email       text,
    -- The last session of the address has gone since: with the answer it is forgotten who asked.
    ADD COLUMN person_gone boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT requests_email_with_subject CHECK (email IS NULL OR subject IS NOT NULL);
CREATE INDEX requests_by_address ON requests (lower(email)) WHERE email IS NOT NULL;

-- When the last session of an address goes, in whatever way, no answered request names the person any more. One that is
-- open does until it is answered, for somebody has to be written to. One statement decides both: it waits for whoever
-- answers just now, and sees what they did.
CREATE FUNCTION forget_who_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(lower(OLD.email), 1));
    IF EXISTS (SELECT FROM sessions WHERE lower(email) = lower(OLD.email)) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        -- The person has another address, and so have the requests.
        UPDATE requests SET email = NEW.email WHERE lower(email) = lower(OLD.email);
        RETURN NULL;
    END IF;
    UPDATE requests SET person_gone = true,
        subject          = CASE WHEN closed_at IS NULL THEN subject END,
        email            = CASE WHEN closed_at IS NULL THEN email END,
        extension_reason = CASE WHEN closed_at IS NULL THEN extension_reason END,
        outcome_reason   = NULL
    WHERE lower(email) = lower(OLD.email);
    RETURN NULL;
END $$;
CREATE TRIGGER sessions_are_forgotten_in_requests AFTER DELETE ON sessions
    FOR EACH ROW EXECUTE FUNCTION forget_who_asked();
CREATE TRIGGER sessions_take_their_requests_along AFTER UPDATE OF email ON sessions
    FOR EACH ROW WHEN (lower(OLD.email) <> lower(NEW.email)) EXECUTE FUNCTION forget_who_asked();
