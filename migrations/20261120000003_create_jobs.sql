-- Durable work, written in the transaction that makes it due. Payloads are ids: what a job needs it reads
-- when it runs, so that a corrected address is used and an erased person's job finds nothing to do.
CREATE TABLE jobs (
    id            uuid PRIMARY KEY,
    job           jsonb NOT NULL,
    session_id    uuid,
    run_at        timestamptz NOT NULL DEFAULT now(),
    claimed_until timestamptz,
    attempts      integer NOT NULL DEFAULT 0,
    dead          boolean NOT NULL DEFAULT false,
    last_error    text,
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX jobs_due ON jobs (run_at) WHERE NOT dead;
CREATE INDEX jobs_by_session ON jobs (session_id);
