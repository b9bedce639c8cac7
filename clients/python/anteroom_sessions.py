"""Sessions of your own users, kept by Anteroom: for FastAPI, in one file to copy. Needs nothing but FastAPI.

    from anteroom_sessions import Session, SessionManager, require_session

    sessions = SessionManager()

    @app.post("/login")
    def login(...):                       # you have checked the password
        return {"session_id": sessions.create_session("user123").session_id}

    @app.get("/profile")
    def profile(session: Session = Depends(require_session)):
        return {"user_id": session.user_id}

ANTEROOM_URL is Anteroom's address (http://127.0.0.1:8080), ANTEROOM_KEY one of its SESSION_SERVICE_KEYS, and
SESSION_HEADER the header that carries a session (X-Session-ID).
"""

from __future__ import annotations

import http.client
import json
import os
from dataclasses import dataclass, field
from typing import Any, Callable, Optional
from urllib.parse import quote, unquote, urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

URL = os.environ.get("ANTEROOM_URL", "http://127.0.0.1:8080")
KEY = os.environ.get("ANTEROOM_KEY", "")
HEADER = os.environ.get("SESSION_HEADER", "X-Session-ID")
TIMEOUT = 5  # seconds


class AnteroomError(Exception):
    """Anteroom refused a call: its status and its sentence."""

    def __init__(self, status: int, detail: str):
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail


@dataclass
class Session:
    """A session that has not ended. Only a new one knows its token, `session_id`."""

    id: str
    user_id: str
    created_at: str
    last_activity: str
    expires_at: str
    ends_at: str
    is_active: bool = True
    metadata: dict[str, Any] = field(default_factory=dict)
    session_id: Optional[str] = None
    current: Optional[bool] = None

    @property
    def role(self) -> Optional[str]:
        return self.metadata.get("role")

    @property
    def permissions(self) -> list[str]:
        return self.metadata.get("permissions", [])

    @classmethod
    def of(cls, answer: dict[str, Any]) -> "Session":
        known = cls.__dataclass_fields__
        return cls(**{name: value for name, value in answer.items() if name in known})


def send(method: str, path: str, headers: dict[str, str], body: Optional[bytes] = None) -> tuple[int, bytes, str]:
    """One call to Anteroom: the status, the body and its type. Raises OSError if Anteroom cannot be reached."""
    url = urlsplit(URL)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname, url.port, timeout=TIMEOUT)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.getheader("Content-Type", "application/json")
    finally:
        connection.close()


class SessionManager:
    """The calls of the site's backend."""

    def __init__(self, db_path: Optional[str] = None, key: Optional[str] = None):
        # Sessions live in Anteroom; the argument is taken for programs that kept them in a file.
        del db_path
        self.key = KEY if key is None else key

    def _call(self, method: str, path: str, body: Optional[dict[str, Any]] = None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        status, answer, _ = send(method, path, headers, None if body is None else json.dumps(body).encode())
        read = json.loads(answer or b"{}")
        if status >= 400:
            raise AnteroomError(status, read.get("detail", "Anteroom refused the call."))
        return read

    def create_session(
        self, user_id: str, timeout: Optional[int] = None, metadata: Optional[dict[str, Any]] = None
    ) -> Session:
        asked = {"user_id": user_id, "timeout": timeout, "metadata": metadata}
        body = {name: value for name, value in asked.items() if value is not None}
        return Session.of(self._call("POST", "/sessions/create", body))

    def get_session(self, session_id: str) -> Optional[Session]:
        """By its token or its public id; None if it has ended."""
        return self._perhaps("GET", f"/sessions/{quote(session_id, safe='')}")

    def update_activity(self, session_id: str) -> Optional[Session]:
        return self._perhaps("POST", f"/sessions/{quote(session_id, safe='')}/activity")

    def extend_session(self, session_id: str, additional_seconds: int) -> Optional[Session]:
        body = {"additional_seconds": additional_seconds}
        return self._perhaps("POST", f"/sessions/{quote(session_id, safe='')}/extend", body)

    def set_metadata(self, session_id: str, metadata: dict[str, Any]) -> Optional[Session]:
        return self._perhaps("PATCH", f"/sessions/{quote(session_id, safe='')}", {"metadata": metadata})

    def invalidate_session(self, session_id: str) -> bool:
        try:
            self._call("DELETE", f"/sessions/{quote(session_id, safe='')}")
        except AnteroomError as error:
            if error.status == 404:
                return False
            raise
        return True

    def invalidate_user_sessions(self, user_id: str) -> int:
        return self._call("DELETE", f"/sessions/user/{quote(user_id, safe='')}")["invalidated"]

    def get_user_sessions(self, user_id: str) -> list[Session]:
        listed = self._call("GET", f"/sessions/user/{quote(user_id, safe='')}/sessions")
        return [Session.of(one) for one in listed["sessions"]]

    def get_stats(self) -> dict[str, Any]:
        return self._call("GET", "/sessions/stats")

    def _perhaps(self, method: str, path: str, body: Optional[dict[str, Any]] = None) -> Optional[Session]:
        try:
            return Session.of(self._call(method, path, body))
        except AnteroomError as error:
            if error.status == 404:
                return None
            raise


def _presented(request: Request) -> dict[str, str]:
    """What the request says of its session, for Anteroom to read."""
    headers = {"Accept": "application/json"}
    for name in (HEADER, "Authorization"):
        values = request.headers.getlist(name)
        if len(values) > 1:
            raise HTTPException(400, f"Send one {name} header.")
        if values:
            headers[name] = values[0]
    return headers


def _validated(request: Request) -> Optional[Session]:
    try:
        status, answer, _ = send("GET", "/sessions/validate", _presented(request))
    except OSError as error:
        raise HTTPException(503, "Sessions cannot be checked just now. Try again in a moment.") from error
    if status == 200:
        return Session.of(json.loads(answer))
    if status == 401:
        return None
    # Never taken for signed in, nor for signed out: a client would throw its session away.
    detail = json.loads(answer or b"{}").get("detail", "Sessions cannot be checked just now.")
    raise HTTPException(400 if status == 400 else 503, detail)


def optional_session(request: Request) -> Optional[Session]:
    """The session of the request, or None."""
    if not hasattr(request.state, "anteroom_session"):
        request.state.anteroom_session = _validated(request)
    return request.state.anteroom_session


def require_session(session: Optional[Session] = Depends(optional_session)) -> Session:
    """The session of the request; 401 without one."""
    if session is None:
        raise HTTPException(401, "Sign in first.", headers={"WWW-Authenticate": "Bearer"})
    return session


def user_with_role(role: str) -> Callable[..., Session]:
    def check(session: Session = Depends(require_session)) -> Session:
        if session.role != role:
            raise HTTPException(403, f"This needs the role {role}.")
        return session

    return check


def user_with_permission(permission: str) -> Callable[..., Session]:
    def check(session: Session = Depends(require_session)) -> Session:
        if permission not in session.permissions:
            raise HTTPException(403, f"This needs the permission {permission}.")
        return session

    return check


admin_user = user_with_role("admin")
developer_user = user_with_role("developer")


def _segments(path: str) -> Optional[list[str]]:
    """As Anteroom reads paths; None for one that could be read in two ways."""
    found = []
    for part in path.split("/"):
        try:
            name = unquote(part.split(";")[0], errors="strict")
        except UnicodeDecodeError:
            return None
        if any(sign in "/\\%;?#" or ord(sign) < 32 or ord(sign) == 127 for sign in name) or name.strip() in (".", ".."):
            return None
        if name.strip():
            found.append(name.strip().lower())
    return found


class SessionMiddleware:
    """Asks for a session on protected paths; an excluded path inside one is open. What is ambiguous is protected."""

    def __init__(
        self,
        app: Any,
        protected_paths: Optional[list[str]] = None,
        excluded_paths: Optional[list[str]] = None,
        auto_update_activity: bool = True,
        session_header: str = HEADER,
    ):
        # Anteroom's SESSION_AUTO_UPDATE and SESSION_HEADER decide; the names are taken for older programs.
        del auto_update_activity, session_header
        self.app = app
        self.protected = [_segments(path) or [] for path in protected_paths or ["/"]]
        self.excluded = [_segments(path) or [] for path in excluded_paths or ["/docs", "/openapi.json", "/health", "/sessions"]]

    def _is_protected(self, path: str) -> bool:
        parts = _segments(path)
        if parts is None:
            return True

        def covered(rules: list[list[str]]) -> bool:
            return any(parts[: len(rule)] == rule for rule in rules)

        return covered(self.protected) and not covered(self.excluded)

    async def __call__(self, scope: Any, receive: Any, send_: Any) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send_)
        raw = scope.get("raw_path") or scope["path"].encode()
        if self._is_protected(raw.decode("latin-1").split("?")[0]):
            request = Request(scope)
            try:
                session = await run_in_threadpool(optional_session, request)
                refused = None if session else HTTPException(401, "Sign in first.", {"WWW-Authenticate": "Bearer"})
            except HTTPException as error:
                refused = error
            if refused:
                answer = JSONResponse({"detail": refused.detail}, refused.status_code, refused.headers)
                return await answer(scope, receive, send_)
        return await self.app(scope, receive, send_)


def create_default_session_middleware() -> type[SessionMiddleware]:
    return SessionMiddleware


router = APIRouter(prefix="/sessions", tags=["sessions"])


@router.api_route("/{rest:path}", methods=["GET", "POST", "PATCH", "DELETE"], include_in_schema=False)
async def pass_on(rest: str, request: Request) -> Response:
    """Anteroom's own calls under the site's address, with what the caller sends and without the site's key: so that
    holders can extend and end their sessions. Creating one needs the key; while Anteroom has none, it serves callers on
    its own machine."""
    headers = _presented(request)
    if "content-type" in request.headers:
        headers["Content-Type"] = request.headers["content-type"]
    # Whose call it is: a proxy's client is not on this machine, whatever address the proxy has.
    for name in ("Forwarded", "X-Forwarded-For", "X-Real-IP"):
        if name in request.headers:
            headers[name] = request.headers[name]
    client = request.client.host if request.client else "unknown"
    if client not in ("127.0.0.1", "::1", "testclient"):
        headers["X-Forwarded-For"] = client
    body = await request.body()
    path = f"/sessions/{quote(rest, safe='/')}"
    try:
        status, answer, kind = await run_in_threadpool(send, request.method, path, headers, body or None)
    except OSError as error:
        raise HTTPException(503, "Sessions cannot be reached just now. Try again in a moment.") from error
    return Response(answer, status, media_type=kind)
