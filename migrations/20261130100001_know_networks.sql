-- Networks from which an account has signed in: they keep room to try when others guess its password. A network is an HMAC
-- with SECRET_KEY, so that the table shows no address; a row is deleted 90 days after its last sign-in.
CREATE TABLE staff_networks (
    staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
    network  bytea NOT NULL,
    seen_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (staff_id, network),
    CONSTRAINT staff_networks_network_whole CHECK (octet_length(network) = 32)
);
CREATE INDEX staff_networks_seen ON staff_networks (seen_at);
