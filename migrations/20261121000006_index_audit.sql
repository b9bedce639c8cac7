-- Staff search the trail by session, actor, action and time, the newest first: each of these is a walk along an
-- index, however long the trail has become.
DROP INDEX audit_by_time;
CREATE INDEX audit_by_time ON audit (at DESC, id DESC);
CREATE INDEX audit_by_actor ON audit (actor, at DESC, id DESC);
CREATE INDEX audit_by_action ON audit (action, at DESC, id DESC);
DROP INDEX audit_by_session;
CREATE INDEX audit_by_session ON audit (session_id, at DESC, id DESC) WHERE session_id IS NOT NULL;
