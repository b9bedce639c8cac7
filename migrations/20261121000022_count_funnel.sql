-- How far visitors came, a row a day: numbers alone, which nobody can be told from.
CREATE TABLE funnel_daily (
    day      date PRIMARY KEY,
    opened   bigint NOT NULL,
    named    bigint NOT NULL,
    files    bigint NOT NULL,
    contact  bigint NOT NULL,
    verified bigint NOT NULL,
    CONSTRAINT funnel_daily_positive CHECK (least(opened, named, files, contact, verified) >= 0)
);

-- A visit's first stored file is counted once, whatever is removed and sent again.
ALTER TABLE leases ADD COLUMN has_sent boolean NOT NULL DEFAULT false;
