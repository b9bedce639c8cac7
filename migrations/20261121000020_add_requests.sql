-- What people ask for by mail or telephone (GDPR articles 15 to 22), and the clock that runs from then on. Who asks is
-- kept in the operator's own words, and blanked some time after the request is closed.
CREATE TABLE requests (
    id               uuid PRIMARY KEY,
    kind             text NOT NULL,
    subject          text,
    received_on      date NOT NULL,
    due_on           date NOT NULL,
    entered_at       timestamptz NOT NULL DEFAULT now(),
    -- Article 12(3): two months more, if the person was told why within the first.
    extended_at      timestamptz,
    told_on          date,
    extension_reason text,
    closed_at        timestamptz,
    outcome          text,
    outcome_reason   text,
    -- What proves the answer: a receipt, or a line of the trail. No references: both may go before the request does.
    erasure_id       uuid,
    trail_line       bigint,
    CONSTRAINT requests_kind_known CHECK (kind IN
        ('access', 'rectification', 'erasure', 'restriction', 'objection', 'portability', 'withdrawal')),
    CONSTRAINT requests_outcome_known CHECK (outcome IN ('done', 'refused', 'not_identified')),
    CONSTRAINT requests_subject_length CHECK (char_length(subject) BETWEEN 1 AND 200),
    CONSTRAINT requests_subject_until_closed CHECK (subject IS NOT NULL OR closed_at IS NOT NULL),
    CONSTRAINT requests_due_after CHECK (due_on > received_on),
    CONSTRAINT requests_extended_whole CHECK ((extended_at IS NULL) = (told_on IS NULL)),
    CONSTRAINT requests_closed_whole CHECK ((closed_at IS NULL) = (outcome IS NULL))
);
-- The desk's two lists, and the walk of retention.
CREATE INDEX requests_open ON requests (due_on, id) WHERE closed_at IS NULL;
CREATE INDEX requests_closed ON requests (due_on, id) WHERE closed_at IS NOT NULL;
CREATE INDEX requests_to_blank ON requests (closed_at) WHERE subject IS NOT NULL;

-- The newest receipts, for whoever closes a request with one, and the oldest, for retention.
CREATE INDEX erasures_by_time ON erasures (requested_at);
