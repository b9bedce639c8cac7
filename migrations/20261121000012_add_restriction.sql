-- GDPR article 18: what is restricted is kept, and otherwise left alone.
ALTER TABLE sessions
    ADD COLUMN restricted_at      timestamptz,
    ADD COLUMN restricted_by      text,
    ADD COLUMN restriction_reason text,
    ADD CONSTRAINT sessions_restricted_whole CHECK
        ((restricted_at IS NULL) = (restricted_by IS NULL) AND (restricted_at IS NULL) = (restriction_reason IS NULL)),
    -- Article 18(1)(a) to (d).
    ADD CONSTRAINT sessions_restriction_reason_known CHECK
        (restriction_reason IN ('accuracy', 'unlawful', 'claims', 'objection'));

-- What may be used to train AI is listed in this order, however many others there are.
CREATE INDEX sessions_for_training ON sessions (id)
    WHERE state = 'complete' AND consent_ai_training AND restricted_at IS NULL;
