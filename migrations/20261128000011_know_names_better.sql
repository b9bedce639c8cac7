-- Whether a text is rare or common decides how it is found: by trigrams, or along the time until a page is full. With
-- a hundred samples PostgreSQL takes everything below a few per cent for rare.
ALTER TABLE sessions ALTER email SET STATISTICS 1000, ALTER name SET STATISTICS 1000;

-- Each search reads all trigrams that still wait to be sorted in. With 4 MB of them that was most of its time; 256 kB
-- make contacts no dearer.
ALTER INDEX sessions_by_text SET (gin_pending_list_limit = 256);
