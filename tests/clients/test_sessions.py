"""The client for FastAPI in a real application, over a real Anteroom at ANTEROOM_URL without any service key."""

from typing import Optional

from anteroom_sessions import (
    AnteroomError,
    Session,
    SessionManager,
    SessionMiddleware,
    admin_user,
    developer_user,
    optional_session,
    require_session,
    router,
    user_with_permission,
)
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient

app = FastAPI()
app.include_router(router)
app.add_middleware(SessionMiddleware, protected_paths=["/api", "/admin"], excluded_paths=["/api/open", "/docs"])


@app.get("/api/chat")
def chat(session: Session = Depends(require_session)):
    return {"response": f"Hello {session.user_id}!"}


@app.get("/api/open/info")
@app.get("/public/info")
def info(session: Optional[Session] = Depends(optional_session)):
    return {"message": f"Hello {session.user_id}!" if session else "Hello anonymous user!"}


@app.get("/admin")
def admin(session: Session = Depends(admin_user)):
    return {"admin": session.user_id}


@app.get("/developer")
def developer(session: Session = Depends(developer_user)):
    return {"developer": session.user_id}


@app.get("/write")
def write(session: Session = Depends(user_with_permission("write"))):
    return {"message": "Write access granted"}


# The two functions of the wish that this client comes from, but for the import.


def test_session_creation():
    sm = SessionManager(db_path=":memory:")
    session = sm.create_session("testuser")
    assert session.user_id == "testuser"
    assert session.is_active is True


def test_session_api():
    client = TestClient(app)

    # Create session
    response = client.post("/sessions/create", json={"user_id": "testuser"})
    assert response.status_code == 200

    session_id = response.json()["session_id"]

    # Use session
    response = client.get("/api/chat", headers={"X-Session-ID": session_id})
    assert response.status_code == 200


def test_the_calls_that_are_passed_on_sign_in_no_one_from_elsewhere():
    client, body = TestClient(app), {"user_id": "testuser"}
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        assert client.post("/sessions/create", json=body, headers={name: "192.0.2.1"}).status_code == 401, name
    assert TestClient(app, client=("192.0.2.1", 4711)).post("/sessions/create", json=body).status_code == 401
    session = SessionManager().create_session("testuser")
    extended = client.post(
        f"/sessions/{session.id}/extend",
        json={"additional_seconds": 60},
        headers={"X-Session-ID": session.session_id, "X-Forwarded-For": "192.0.2.1"},
    )
    assert extended.status_code == 200 and "session_id" not in extended.json()


def test_who_is_let_in():
    client, sessions = TestClient(app), SessionManager()
    zoe = sessions.create_session("zoe", metadata={"role": "admin", "permissions": ["read", "write"]})
    bob = sessions.create_session("bob", metadata={"role": "developer"})
    visitor, ended = "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071", "ms_" + "A" * 43
    for path, expected in {
        "/api/chat": (401, 401, 401, 200, 200),
        "/api/%63hat": (401, 401, 401, 200, 200),
        "/api/open/../chat": (401, 401, 401, 200, 200),
        "/api/open/info": (200, 200, 200, 200, 200),
        "/public/info": (200, 200, 200, 200, 200),
        "/admin": (401, 401, 401, 200, 403),
        "/developer": (401, 401, 401, 403, 200),
        "/write": (401, 401, 401, 200, 403),
    }.items():
        found = []
        for token in (None, visitor, ended, zoe.session_id, bob.session_id):
            headers = {"X-Session-ID": token} if token else {}
            found.append(client.get(path, headers=headers).status_code)
        assert tuple(found) == expected, path
    bearer = {"Authorization": f"Bearer {zoe.session_id}"}
    assert client.get("/public/info", headers=bearer).json() == {"message": "Hello zoe!"}
    both = {"X-Session-ID": bob.session_id, **bearer}
    assert client.get("/public/info", headers=both).status_code == 400


def test_the_calls_of_the_backend():
    sessions = SessionManager()
    first, second = sessions.create_session("ada", timeout=600), sessions.create_session("ada")
    assert [one.id for one in sessions.get_user_sessions("ada")] == [second.id, first.id]
    assert sessions.get_session(first.session_id).id == first.id
    assert sessions.extend_session(first.id, 60).expires_at > first.expires_at
    assert sessions.update_activity(first.id).user_id == "ada"
    assert sessions.set_metadata(first.id, {"theme": "dark"}).metadata == {"theme": "dark"}
    assert sessions.get_stats()["active"] >= 2
    assert sessions.invalidate_session(first.id) and not sessions.invalidate_session(first.id)
    assert sessions.get_session(first.id) is None
    assert sessions.invalidate_user_sessions("ada") == 1
    try:
        sessions.create_session("ada", timeout=1)
    except AnteroomError as error:
        assert error.status == 422 and "300 to 86400" in error.detail
    else:
        raise AssertionError("a timeout out of range")


def test_anteroom_away_is_neither_signed_in_nor_signed_out(monkeypatch):
    monkeypatch.setattr("anteroom_sessions.URL", "http://127.0.0.1:1")
    client = TestClient(app)
    for path in ("/api/chat", "/public/info", "/admin"):
        assert client.get(path, headers={"X-Session-ID": "ms_" + "A" * 43}).status_code == 503, path
