-- GDPR article 18 for members, as for sessions: what is restricted is kept, and otherwise left alone.
ALTER TABLE members
    ADD COLUMN restricted_at      timestamptz,
    ADD COLUMN restricted_by      text,
    ADD COLUMN restriction_reason text,
    ADD CONSTRAINT members_restricted_whole CHECK
        ((restricted_at IS NULL) = (restricted_by IS NULL) AND (restricted_at IS NULL) = (restriction_reason IS NULL)),
    -- Article 18(1)(a) to (d).
    ADD CONSTRAINT members_restriction_reason_known CHECK
        (restriction_reason IN ('accuracy', 'unlawful', 'claims', 'objection'));
