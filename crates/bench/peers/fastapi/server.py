"""The peer: FastAPI's own form handling and boto3's managed upload, both with their defaults.

Options come from boto3's environment variables and S3_BUCKET.
"""

import os
import re
import uuid
from urllib.parse import quote

import boto3
from botocore.config import Config
from fastapi import FastAPI, Header, HTTPException, UploadFile

BUCKET = os.environ["S3_BUCKET"]
CANONICAL_V4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

# Path style, because the sink has one name for all buckets.
s3 = boto3.client(
    "s3",
    endpoint_url=os.environ["AWS_ENDPOINT_URL"],
    region_name=os.environ["AWS_REGION"],
    config=Config(s3={"addressing_style": "path"}, max_pool_connections=50),
)
app = FastAPI()


# Not async: boto3 blocks, so FastAPI runs this in a thread.
@app.post("/api/v1/files", status_code=201)
def receive(file: list[UploadFile], x_session_id: str = Header()):
    if not CANONICAL_V4.fullmatch(x_session_id):
        raise HTTPException(400, "X-Session-ID must be a UUID v4")
    files = []
    for part in file:
        file_id = str(uuid.uuid4())
        s3.upload_fileobj(
            part.file,
            BUCKET,
            f"{x_session_id}/{file_id}",
            ExtraArgs={
                "ContentType": part.content_type,
                "ContentDisposition": "attachment",
                "Metadata": {"name": quote(part.filename)},
            },
        )
        files.append({"id": file_id, "name": part.filename, "size": part.size, "content_type": part.content_type})
    return {"files": files}


@app.get("/health/ready")
def ready():
    return {"ready": True}
