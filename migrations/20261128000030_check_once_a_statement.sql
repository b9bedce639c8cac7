-- Invariant I4, no lease stands beside a session, is checked once for all rows of a statement: called for each row,
-- the functions cost as much as the rows themselves. The locks come first, in order, as before; so whoever waits for
-- one sees afterwards what its holder has committed. The subqueries are looked up row by row, whatever the tables'
-- sizes were when the plan was made.
CREATE FUNCTION refuse_leases_beside_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM lock_session(session_id) FROM (SELECT session_id FROM inserted ORDER BY session_id) AS ordered;
    IF EXISTS (SELECT FROM inserted WHERE (SELECT true FROM sessions WHERE id = inserted.session_id)) THEN
        RAISE EXCEPTION 'a session stands under this id' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'leases_not_beside_session';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER leases_not_beside_session ON leases;
DROP FUNCTION refuse_lease_beside_session();
CREATE TRIGGER leases_not_beside_session AFTER INSERT ON leases REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_leases_beside_sessions();

CREATE FUNCTION refuse_sessions_beside_leases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM lock_session(id) FROM (SELECT id FROM inserted ORDER BY id) AS ordered;
    IF EXISTS (SELECT FROM inserted WHERE (SELECT true FROM leases WHERE session_id = inserted.id)) THEN
        RAISE EXCEPTION 'a lease stands under this id' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'sessions_not_beside_lease';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER sessions_not_beside_lease ON sessions;
DROP FUNCTION refuse_session_beside_lease();
CREATE TRIGGER sessions_not_beside_lease AFTER INSERT ON sessions REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_sessions_beside_leases();

-- lease_deadline() is asked by servers of the version before, which may run beside this one for a while.
