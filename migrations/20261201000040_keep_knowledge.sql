-- The documents that the assistant rests on, cut into passages. The id is a hash of name and content: instances with
-- different versions of a document do not disturb each other, and each searches only what is in its own folder.
CREATE TABLE knowledge_files (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    used_at timestamptz NOT NULL DEFAULT now()   -- renewed by instances that have the file; others go
);
CREATE INDEX knowledge_files_by_use ON knowledge_files (used_at);

CREATE TABLE knowledge_passages (
    file_id uuid NOT NULL REFERENCES knowledge_files ON DELETE CASCADE,
    place int NOT NULL,
    title text NOT NULL,
    heading text NOT NULL,
    body text NOT NULL,
    config text NOT NULL,        -- the text search configuration of its language; pg_upgrade forbids regconfig
    letters text NOT NULL,       -- heading and body as words in lower case
    words tsvector NOT NULL,
    PRIMARY KEY (file_id, place)
);
CREATE INDEX knowledge_passages_by_words ON knowledge_passages USING gin (words);
CREATE INDEX knowledge_passages_by_letters ON knowledge_passages USING gin (letters gin_trgm_ops);
