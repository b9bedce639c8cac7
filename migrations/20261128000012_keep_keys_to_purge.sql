-- What a purge is to delete is known when it begins: with the ids of the files it need not list them first. And where
-- no upload ever came in parts there are none to look for. Once more, after TOMBSTONE, everything is looked for anyway.
ALTER TABLE leases ADD COLUMN keys uuid[], ADD COLUMN has_parts boolean NOT NULL DEFAULT true;
