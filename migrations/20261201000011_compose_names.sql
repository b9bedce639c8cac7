-- Names are stored composed (NFC), because searches compare them letter by letter.
-- Older servers and other encodings cannot normalize: names from before stay as they were there.
DO $$
BEGIN
    IF current_setting('server_version_num')::int >= 130000 AND current_setting('server_encoding') = 'UTF8' THEN
        EXECUTE 'UPDATE sessions SET name = normalize(name, NFC) WHERE name IS NOT NFC NORMALIZED';
    END IF;
END $$;
