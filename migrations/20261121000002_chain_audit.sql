-- The chain's order is the order of sealing: ids are drawn before their transactions commit, so a smaller one
-- may become visible after a larger one has been sealed.
ALTER TABLE audit ADD COLUMN seal bigint;
ALTER TABLE audit ADD CONSTRAINT audit_seal_unique UNIQUE (seal);
ALTER TABLE audit ADD CONSTRAINT audit_sealed_whole CHECK
    ((hash IS NULL) = (seal IS NULL) AND (hash IS NULL) = (previous_hash IS NULL));
CREATE INDEX audit_unsealed ON audit (id) WHERE hash IS NULL;
