"""The peer: a contact as five inserts in one transaction, with FastAPI and asyncpg as their own documentation
shows them. The schema is the product's, its triggers and indexes too. Options come from libpq's PG* variables
and PORT (0: any)."""

import hashlib
import json
import os
import socket
import uuid
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from typing import Annotated, Literal

import asyncpg
import uvicorn
from fastapi import FastAPI, Header, HTTPException, Request
from pydantic import BaseModel, Field

VERSION = "bench"
TEXTS = {"personal_data": "I agree that my data are used.", "ai_training": "I agree to training."}
HASHES = {purpose: hashlib.sha256(text.encode()).hexdigest() for purpose, text in TEXTS.items()}

INSERT_SESSION = """
    INSERT INTO sessions (id, name, email, state, ip_address, consent_personal_data, consent_ai_training, locale)
    VALUES ($1, $2, $3, 'pending', $4, true, $5, $6)"""
INSERT_CONSENT = """
    INSERT INTO consents (session_id, purpose, given, text_version, text_sha256, locale, ip_address)
    VALUES ($1, $2, $3, $4, $5, $6, $7)"""
INSERT_JOB = "INSERT INTO jobs (id, job, session_id) VALUES ($1, $2, $3)"
INSERT_LINE = "INSERT INTO audit (actor, action, session_id, detail) VALUES ($1, $2, $3, $4)"


class Contact(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    email: Annotated[str, Field(max_length=254, pattern=r"^[^\s@]+@[^\s@]+\.[^\s@]+$")]
    consent_personal_data: Literal[True]
    consent_ai_training: bool
    consent_version: str
    locale: str | None = None


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(min_size=16, max_size=16) as pool:
        app.state.pool = pool
        await pool.executemany(
            "INSERT INTO consent_texts (version, purpose, locale, sha256, text) VALUES ($1, $2, 'en', $3, $4)",
            [(VERSION, purpose, HASHES[purpose], text) for purpose, text in TEXTS.items()],
        )
        yield


app = FastAPI(lifespan=lifespan)


@app.put("/api/v1/contact", status_code=202)
async def contact(request: Request, contact: Contact, x_session_id: Annotated[uuid.UUID, Header()]):
    if contact.consent_version != VERSION:
        raise HTTPException(422, "The consents' text has changed")
    session, ip, training, locale = x_session_id, request.client.host, contact.consent_ai_training, "en"
    async with request.app.state.pool.acquire() as conn, conn.transaction():
        await conn.execute(INSERT_SESSION, session, contact.name, contact.email, ip, training, locale)
        for purpose, given in (("personal_data", True), ("ai_training", training)):
            await conn.execute(INSERT_CONSENT, session, purpose, given, VERSION, HASHES[purpose], locale, ip)
        job = json.dumps({"kind": "verification_mail", "session": str(session)})
        await conn.execute(INSERT_JOB, uuid.uuid4(), job, session)
        detail = json.dumps({"files": 0, "ai_training": training})
        await conn.execute(INSERT_LINE, "visitor", "session.pending", session, detail)
    until = datetime.now(timezone.utc) + timedelta(hours=48)
    return {"state": "pending", "valid_until": until}


@app.get("/api/v1/consent")
async def consent():
    return {"version": VERSION, **TEXTS}


@app.get("/health/ready")
async def ready():
    return {"ready": True}


if __name__ == "__main__":
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", int(os.environ.get("PORT", "0"))))
    print(f"fastapi listens on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listener])
