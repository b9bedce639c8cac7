-- Receipts (GDPR articles 5(2), 17): that, when and how much was erased. They outlive the person's data, so
-- they name nobody: the session is there as the SHA-256 of its id.
CREATE TABLE erasures (
    id             uuid PRIMARY KEY,
    session_sha256 bytea NOT NULL,
    requested_at   timestamptz NOT NULL DEFAULT now(),
    requested_by   text NOT NULL,
    -- When the object store was seen to be empty.
    finished_at    timestamptz,
    rows_deleted   integer NOT NULL,
    files          integer NOT NULL,
    -- Counted where they were deleted: versions and delete markers too.
    objects        bigint NOT NULL DEFAULT 0,
    uploads        bigint NOT NULL DEFAULT 0,
    CONSTRAINT erasures_hash_whole CHECK (octet_length(session_sha256) = 32)
);
CREATE INDEX erasures_running ON erasures (session_sha256) WHERE finished_at IS NULL;
