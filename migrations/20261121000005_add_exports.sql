-- How far an export has come, for the page of whoever began it: bytes and times, nothing about the session.
-- Rows go after a day.
CREATE TABLE exports (
    id         uuid PRIMARY KEY,
    staff_id   uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
    started_at timestamptz NOT NULL DEFAULT now(),
    -- The server that sends says now and then that it lives, also while the client takes nothing.
    updated_at timestamptz NOT NULL DEFAULT now(),
    total      bigint NOT NULL,
    sent       bigint NOT NULL DEFAULT 0,
    ended_at   timestamptz,
    complete   boolean NOT NULL DEFAULT false,
    CONSTRAINT exports_complete_has_ended CHECK (NOT complete OR ended_at IS NOT NULL)
);
CREATE INDEX exports_by_time ON exports (started_at);
CREATE INDEX exports_by_staff ON exports (staff_id);
