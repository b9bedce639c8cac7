-- Every change of a session's fate takes this lock first, also where no row exists yet: rows can be
-- locked only once they stand, and "none" is a state here. It ends with the transaction.
CREATE FUNCTION lock_session(id uuid) RETURNS void
LANGUAGE sql AS $$ SELECT pg_advisory_xact_lock(hashtextextended(id::text, 0)) $$;

-- A row exists only once an e-mail address is given. Before that the database knows nothing of the person.
CREATE TABLE sessions (
    id                    uuid PRIMARY KEY,
    name                  text NOT NULL,
    email                 text NOT NULL,
    state                 text NOT NULL,
    created_at            timestamptz NOT NULL DEFAULT now(),
    updated_at            timestamptz NOT NULL DEFAULT now(),
    completed_at          timestamptz,
    -- When a mail with a link was last asked for: the cool-down of "send it again" counts from here.
    mail_requested_at     timestamptz NOT NULL DEFAULT now(),
    ip_address            inet,
    consent_personal_data boolean NOT NULL,
    consent_ai_training   boolean NOT NULL,
    locale                text NOT NULL,
    CONSTRAINT sessions_state_known CHECK (state IN ('pending', 'complete')),
    CONSTRAINT sessions_consent_given CHECK (consent_personal_data),
    CONSTRAINT sessions_completed_once CHECK ((state = 'complete') = (completed_at IS NOT NULL)),
    CONSTRAINT sessions_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
    CONSTRAINT sessions_email_length CHECK (char_length(email) BETWEEN 3 AND 254)
);

-- Evidence (GDPR article 7(1)): one row a purpose and decision, refusals too. Never updated; it goes with
-- its session when that is erased.
CREATE TABLE consents (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id   uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    purpose      text NOT NULL,
    given        boolean NOT NULL,
    text_version text NOT NULL,
    text_sha256  text NOT NULL,
    locale       text NOT NULL,
    ip_address   inet,
    decided_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT consents_purpose_known CHECK (purpose IN ('personal_data', 'ai_training')),
    CONSTRAINT consents_hash_whole CHECK (text_sha256 ~ '^[0-9a-f]{64}$')
);
CREATE INDEX consents_by_session ON consents (session_id);

CREATE FUNCTION refuse_change_of_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are evidence and never change', TG_TABLE_NAME;
END $$;
CREATE TRIGGER consents_never_change BEFORE UPDATE ON consents
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_evidence();

-- Rows exist only with their session. The object's key is session_id/id; a URL is never stored.
CREATE TABLE files (
    id           uuid PRIMARY KEY,
    session_id   uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    name         text NOT NULL,
    size         bigint NOT NULL,
    content_type text NOT NULL,
    -- CRC-64/NVME of the bytes as S3 verified it, base64; NULL where the store keeps no checksums.
    checksum     text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT files_size_positive CHECK (size > 0)
);
CREATE INDEX files_by_session ON files (session_id);

-- All links mailed to the current address work until one is used; only the SHA-256 of a token is kept.
CREATE TABLE verifications (
    token_sha256 bytea PRIMARY KEY,
    session_id   uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz,
    CONSTRAINT verifications_hash_whole CHECK (octet_length(token_sha256) = 32)
);
CREATE INDEX verifications_by_session ON verifications (session_id);
CREATE INDEX sessions_unconfirmed ON sessions (updated_at) WHERE state = 'pending';
