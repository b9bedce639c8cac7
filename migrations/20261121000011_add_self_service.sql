-- Whoever reads the mails of an address may see and change what is kept under it. Addresses compare without case.
CREATE INDEX sessions_by_address ON sessions (lower(email));

-- Mailed links; they work once, for an hour. Only the SHA-256 of a token is kept. A row stands only while a session
-- does under its address: of an unknown address there is never one.
CREATE TABLE privacy_links (
    token_sha256 bytea PRIMARY KEY,
    -- Lower case
    email        text NOT NULL,
    -- The job that mailed it: its own second try is no mail too many.
    job          uuid NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz,
    CONSTRAINT privacy_links_hash_whole CHECK (octet_length(token_sha256) = 32)
);
CREATE INDEX privacy_links_by_address ON privacy_links (email);

-- What a used link became: for half an hour, or until "Finish".
CREATE TABLE privacy_sign_ins (
    token_sha256 bytea PRIMARY KEY,
    email        text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    CONSTRAINT privacy_sign_ins_hash_whole CHECK (octet_length(token_sha256) = 32)
);
CREATE INDEX privacy_sign_ins_by_address ON privacy_sign_ins (email);

-- When the last session of an address goes, or is given another address, nothing tells of the old one any more: in
-- whatever way it went. Two that go at the same moment wait for each other here, so that the second sees it is the last.
CREATE FUNCTION forget_ways_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(lower(OLD.email), 1));
    IF NOT EXISTS (SELECT FROM sessions WHERE lower(email) = lower(OLD.email)) THEN
        DELETE FROM privacy_links WHERE email = lower(OLD.email);
        DELETE FROM privacy_sign_ins WHERE email = lower(OLD.email);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER sessions_take_their_ways_in AFTER DELETE ON sessions
    FOR EACH ROW EXECUTE FUNCTION forget_ways_in();
CREATE TRIGGER sessions_leave_their_ways_in AFTER UPDATE OF email ON sessions
    FOR EACH ROW WHEN (lower(OLD.email) <> lower(NEW.email)) EXECUTE FUNCTION forget_ways_in();
