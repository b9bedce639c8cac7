-- The obligation to delete: committed before the first byte goes to S3, gone only when the visitor gave
-- an address or S3 is empty again. UUIDs, byte counts and times; nothing that tells who the visitor is.
CREATE TABLE leases (
    session_id    uuid PRIMARY KEY,
    state         text NOT NULL,
    -- live: when the sweeper may take it. tombstone: when the id may be forgotten.
    deadline      timestamptz NOT NULL,
    hard_deadline timestamptz NOT NULL,
    -- A worker holds the purge until then; also when the next attempt is due after a failure.
    claimed_until timestamptz,
    attempts      integer NOT NULL DEFAULT 0,
    purging_since timestamptz,
    reason        text NOT NULL,
    CONSTRAINT leases_state_known CHECK (state IN ('live', 'purging', 'tombstone')),
    CONSTRAINT leases_reason_known CHECK (reason IN
        ('upload', 'abandoned', 'discarded', 'declined', 'erased', 'adopted'))
);
CREATE INDEX leases_by_deadline ON leases (state, deadline);

-- Each browser tab that shows the session. A page that left is never revived by a late heartbeat.
CREATE TABLE lease_pages (
    session_id uuid NOT NULL REFERENCES leases ON DELETE CASCADE,
    page_id    uuid NOT NULL,
    deadline   timestamptz NOT NULL,
    has_left   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (session_id, page_id)
);

-- Reserves quota exactly, across instances, and makes every running upload visible to all of them.
-- cut: the key must not stand; whoever sweeps deletes it, at once and once more at alive_until, for a
-- write of a dead server may still arrive. No reference to leases: a cut row outlives a contact.
CREATE TABLE uploads (
    id          uuid PRIMARY KEY,
    session_id  uuid NOT NULL,
    bytes       bigint NOT NULL,
    state       text NOT NULL,
    alive_until timestamptz NOT NULL,
    next_try    timestamptz,
    CONSTRAINT uploads_state_known CHECK (state IN ('receiving', 'stored', 'cut')),
    CONSTRAINT uploads_bytes_positive CHECK (bytes >= 0)
);
CREATE INDEX uploads_by_session ON uploads (session_id);
CREATE INDEX uploads_receiving ON uploads (alive_until) WHERE state = 'receiving';
CREATE INDEX uploads_cut ON uploads (next_try) WHERE state = 'cut';

-- One row: when anybody last swept (a gap means that all were down: amnesty), and the epoch, which a
-- restored backup betrays by being behind the one in the bucket.
CREATE TABLE sweeps (
    only_row       boolean PRIMARY KEY DEFAULT true,
    swept_at       timestamptz NOT NULL DEFAULT now(),
    epoch          bigint NOT NULL DEFAULT 0,
    reconciling_until timestamptz,
    reconciled_at  timestamptz,
    CONSTRAINT sweeps_single CHECK (only_row)
);
INSERT INTO sweeps DEFAULT VALUES;

-- Invariant I4: no lease stands beside a session. Both triggers take the session's lock, so that two
-- transactions cannot each miss the other's uncommitted row.
CREATE FUNCTION refuse_lease_beside_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM lock_session(NEW.session_id);
    IF EXISTS (SELECT FROM sessions WHERE id = NEW.session_id) THEN
        RAISE EXCEPTION 'a session stands under this id' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'leases_not_beside_session';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER leases_not_beside_session BEFORE INSERT ON leases
    FOR EACH ROW EXECUTE FUNCTION refuse_lease_beside_session();

CREATE FUNCTION refuse_session_beside_lease() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM lock_session(NEW.id);
    IF EXISTS (SELECT FROM leases WHERE session_id = NEW.id) THEN
        RAISE EXCEPTION 'a lease stands under this id' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'sessions_not_beside_lease';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sessions_not_beside_lease BEFORE INSERT ON sessions
    FOR EACH ROW EXECUTE FUNCTION refuse_session_beside_lease();
