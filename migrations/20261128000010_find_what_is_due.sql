-- However long the queue of purges has become, the next ones to do are found along an index: those that nobody has
-- claimed, and those whose claim or pause has run out. What is overdue is counted along another.
CREATE INDEX leases_purging ON leases ((coalesce(claimed_until, '-infinity'))) WHERE state = 'purging';
CREATE INDEX leases_overdue ON leases (purging_since) WHERE state = 'purging';

-- A lease lasts as long as the latest of its pages and running uploads, never past its hard deadline. The uploads are
-- found by their session and filtered afterwards: an index of all that are being received is never the way to one.
CREATE FUNCTION lease_deadline(lease leases) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN least(lease.hard_deadline, coalesce(greatest(
        (SELECT max(deadline) FROM lease_pages WHERE session_id = lease.session_id),
        (SELECT max(alive_until) FILTER (WHERE state = 'receiving') FROM uploads WHERE session_id = lease.session_id)
    ), lease.deadline));
END $$;
