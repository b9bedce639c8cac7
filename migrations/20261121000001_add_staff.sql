-- Operators who sign in. Their address is their name; their password is kept as an Argon2id hash (PHC string).
CREATE TABLE staff (
    id            uuid PRIMARY KEY,
    email         text NOT NULL,
    role          text NOT NULL,
    password_hash text NOT NULL,
    -- RFC 6238: the shared secret stands from the enrolment's beginning, and counts once a code has proved it.
    totp_secret   bytea,
    totp_since    timestamptz,
    -- The last time step whose code was taken: a code works once (RFC 6238, 5.2).
    totp_step     bigint NOT NULL DEFAULT 0,
    created_at    timestamptz NOT NULL DEFAULT now(),
    disabled_at   timestamptz,
    CONSTRAINT staff_role_known CHECK (role IN ('viewer', 'privacy', 'admin')),
    CONSTRAINT staff_email_lower CHECK (email = lower(email)),
    CONSTRAINT staff_email_unique UNIQUE (email),
    CONSTRAINT staff_totp_whole CHECK (totp_since IS NULL OR totp_secret IS NOT NULL)
);

-- Each stands for one code when the telephone is lost; used ones are deleted.
CREATE TABLE staff_recovery_codes (
    code_sha256 bytea PRIMARY KEY,
    staff_id    uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
    CONSTRAINT staff_recovery_codes_hash_whole CHECK (octet_length(code_sha256) = 32)
);
CREATE INDEX staff_recovery_codes_by_staff ON staff_recovery_codes (staff_id);

-- A sign-in that stands. Only the token's SHA-256 is kept.
CREATE TABLE staff_logins (
    id           uuid PRIMARY KEY,
    staff_id     uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
    token_sha256 bytea NOT NULL,
    -- "Firefox on Windows" and the address, so that their owner recognises them.
    client       text NOT NULL,
    ip_address   inet,
    created_at   timestamptz NOT NULL DEFAULT now(),
    seen_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT staff_logins_hash_whole CHECK (octet_length(token_sha256) = 32),
    CONSTRAINT staff_logins_token_unique UNIQUE (token_sha256)
);
CREATE INDEX staff_logins_by_staff ON staff_logins (staff_id, created_at);
