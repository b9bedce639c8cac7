-- Staff look for people by a part of an address or a name; trigrams find it without reading every row. The
-- extension is trusted: the database's owner may add it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX sessions_by_text ON sessions USING gin (email gin_trgm_ops, name gin_trgm_ops);

-- Lists go by time, newest first, and go on after the last row seen.
CREATE INDEX sessions_by_time ON sessions (created_at DESC, id DESC);
CREATE INDEX audit_by_time ON audit (id DESC);
