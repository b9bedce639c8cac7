-- Each search reads all trigrams that still wait to be sorted in. With 4 MB of them that was most of its time; 256 kB
-- make contacts no dearer.
ALTER INDEX sessions_by_text SET (gin_pending_list_limit = 256);
