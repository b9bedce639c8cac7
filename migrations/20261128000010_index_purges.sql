-- However long the queue of purges has become, the next ones to do are found along an index: those that nobody has
-- claimed, and those whose claim or pause has run out. What is overdue is counted along another.
CREATE INDEX leases_purging ON leases ((coalesce(claimed_until, '-infinity'))) WHERE state = 'purging';
CREATE INDEX leases_overdue ON leases (purging_since) WHERE state = 'purging';
