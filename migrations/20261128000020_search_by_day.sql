-- What many hold is looked for day by day, the newest first: with the day beside the trigrams only those of the days
-- that are asked for are read, not all that anybody ever had. An array, because GIN takes arrays as it is.
-- Name and address are two lines of one text: most names stand in the address too, and are kept and looked up once.
-- Made before the old one goes: until then others can read.
CREATE INDEX sessions_by_day_and_text ON sessions
    USING gin ((ARRAY[(created_at AT TIME ZONE 'UTC')::date]), (name || chr(10) || email) gin_trgm_ops)
    WITH (gin_pending_list_limit = 256);
DROP INDEX sessions_by_text;
ALTER INDEX sessions_by_day_and_text RENAME TO sessions_by_text;
