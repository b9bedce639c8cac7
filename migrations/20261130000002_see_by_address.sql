-- Before what refers to sessions: a lock that is taken twice, and stronger the second time, could deadlock.
ALTER TABLE sessions
    -- When the name was given last, and when the visitor gave the contact last; none where that was the first time.
    ADD COLUMN named_at timestamptz,
    ADD COLUMN given_at timestamptz;

-- What one address could see never follows to another: whoever knows a session's id, and staff and the person too, can
-- give it another address, which may be a stranger's. Each row is a time that has ended, in which the session was under an
-- earlier address; what was given in it is shown to that address, and to the present one once the earlier has agreed.
CREATE TABLE address_changes (
    id           uuid PRIMARY KEY,
    session_id   uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    -- Forgotten when its link has expired.
    earlier      text,
    -- The end of the time under it, which began with the change before.
    changed_at   timestamptz NOT NULL,
    agreed_at    timestamptz,
    -- Of the link in the mail that tells the earlier address; void with the next change.
    token_sha256 bytea UNIQUE,
    expires_at   timestamptz NOT NULL,
    CONSTRAINT address_changes_hash_whole CHECK (octet_length(token_sha256) = 32)
);
CREATE INDEX address_changes_by_session ON address_changes (session_id, changed_at);
CREATE INDEX address_changes_lapsing ON address_changes (expires_at) WHERE earlier IS NOT NULL;

-- Whether the session's present address may see what was given at that moment: under which address that was, the first
-- change after it tells.
CREATE FUNCTION seen_by_address(session uuid, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT agreed_at IS NOT NULL OR coalesce(lower(earlier) = lower(email), false)
         FROM address_changes JOIN sessions ON sessions.id = session_id
         WHERE session_id = session AND changed_at > at ORDER BY changed_at LIMIT 1),
        true)
$$;

-- A request follows the person to another address, for the company's sake: with their last session it must be forgotten
-- who asked. The new address does not see it.
ALTER TABLE requests ADD COLUMN followed boolean NOT NULL DEFAULT false;
CREATE OR REPLACE FUNCTION forget_who_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(lower(OLD.email), 1));
    IF EXISTS (SELECT FROM sessions WHERE lower(email) = lower(OLD.email)) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        UPDATE requests SET email = NEW.email, followed = true WHERE lower(email) = lower(OLD.email);
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
