-- Whether a text is rare or common decides how it is found: by trigrams, or along the time until a page is full. With
-- a hundred samples PostgreSQL takes everything below a few per cent for rare.
ALTER TABLE sessions ALTER email SET STATISTICS 1000, ALTER name SET STATISTICS 1000;
