-- How many mails a mailbox gets, over all instances and restarts (see src/jobs/limits.rs). A key is an HMAC of purpose and
-- mailbox, so that the table names nobody; a row is forgotten when its allowance is whole again, after an hour or two.
CREATE TABLE mail_allowances (
    key        bytea PRIMARY KEY,
    -- The allowance is whole again from then on: each mail moves it on by the time that one mail takes to come back.
    used_until timestamptz NOT NULL,
    CONSTRAINT mail_allowances_key_whole CHECK (octet_length(key) = 32)
);
CREATE INDEX mail_allowances_whole ON mail_allowances (used_until);
