"""A relay to a language model, as tutorials show it: httpx streams, StreamingResponse passes on. Nothing is stored."""

import os
import socket
from contextlib import asynccontextmanager

import httpx
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

URL = os.environ["LLM_URL"] + "/chat/completions"
# By default httpx opens a hundred connections, and nine hundred members would wait.
LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=100)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with httpx.AsyncClient(timeout=None, limits=LIMITS) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)


class Question(BaseModel):
    message: str


@app.post("/chat")
async def chat(question: Question, request: Request):
    messages = [{"role": "user", "content": question.message}]
    body = {"model": os.environ["LLM_MODEL"], "stream": True, "messages": messages}

    async def answer():
        async with request.app.state.client.stream("POST", URL, json=body) as response:
            async for chunk in response.aiter_bytes():
                yield chunk

    return StreamingResponse(answer(), media_type="text/event-stream")


@app.get("/health/ready")
async def ready():
    return {"ready": True}


if __name__ == "__main__":
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", int(os.environ.get("PORT", "0"))))
    print(f"fastapi listens on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listener])
