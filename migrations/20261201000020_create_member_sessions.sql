-- Sign-in sessions of the host site's own users, made by the host's backend. Only the hash of a token is stored.

CREATE TABLE member_sessions (
    id uuid PRIMARY KEY,
    token_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(token_sha256) = 32),
    user_id text NOT NULL CHECK (char_length(user_id) BETWEEN 1 AND 255),
    -- Without a call for this long it ends.
    timeout_seconds integer NOT NULL CHECK (timeout_seconds > 0),
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at <= ends_at),
    -- Whatever happens, it ends then.
    ends_at timestamptz NOT NULL,
    -- Fixed at creation: another role needs another session.
    role text,
    permissions text[] NOT NULL DEFAULT '{}',
    metadata jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(metadata) = 'object'),
    ip_address inet,
    client text NOT NULL
);
CREATE INDEX member_sessions_by_user ON member_sessions (user_id, created_at DESC);
CREATE INDEX member_sessions_lapsed ON member_sessions (expires_at);

-- How many were created, and how they ended, on each day in UTC. It names no one.
CREATE TABLE member_session_days (
    day date NOT NULL,
    reason text NOT NULL CHECK (reason IN ('created', 'logout', 'expired', 'evicted', 'revoked')),
    count bigint NOT NULL,
    PRIMARY KEY (day, reason)
);
