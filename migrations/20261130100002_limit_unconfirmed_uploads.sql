-- How much each network has uploaded that is not confirmed yet (see src/intake/leases/allowance). A key is an HMAC of the
-- network, so that the table shows no address; a row is deleted when its allowance is whole again, after a day at most.
CREATE TABLE upload_allowances (
    key        bytea PRIMARY KEY,
    -- The allowance is whole again from then on: each upload moves it on by the time that its bytes take to come back.
    used_until timestamptz NOT NULL,
    CONSTRAINT upload_allowances_key_whole CHECK (octet_length(key) = 32)
);
CREATE INDEX upload_allowances_whole ON upload_allowances (used_until);
