-- The wordings that people were asked to agree to, whole (GDPR article 7(1)): a row of evidence points to the very
-- sentence, in its version and language, and that sentence can neither change nor go.
CREATE TABLE consent_texts (
    version  text NOT NULL,
    purpose  text NOT NULL,
    locale   text NOT NULL,
    sha256   text NOT NULL,
    text     text NOT NULL,
    first_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (version, purpose, locale, sha256),
    CONSTRAINT consent_texts_purpose_known CHECK (purpose IN ('personal_data', 'ai_training')),
    CONSTRAINT consent_texts_hash_right CHECK (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex'))
);
CREATE TRIGGER consent_texts_never_change BEFORE UPDATE OR DELETE ON consent_texts
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_evidence();
CREATE TRIGGER consent_texts_are_never_truncated BEFORE TRUNCATE ON consent_texts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_evidence();

-- What was asked before the texts were kept.
INSERT INTO consent_texts (version, purpose, locale, text, sha256)
SELECT '2026-11-20', purpose, 'en', text, encode(sha256(convert_to(text, 'UTF8')), 'hex') FROM (VALUES
    ('personal_data', 'I agree that my name, my e-mail address and the files I sent are stored and used to handle my request. I can withdraw this at any time.'),
    ('ai_training', 'I agree that the files I sent may also be used to train AI models. Saying no changes nothing about my request, and I can withdraw this at any time.')
) AS asked (purpose, text);

-- Not of older rows: should one speak of another wording, the database must still come up.
ALTER TABLE consents ADD CONSTRAINT consents_text_kept
    FOREIGN KEY (text_version, purpose, locale, text_sha256) REFERENCES consent_texts (version, purpose, locale, sha256)
    NOT VALID;
