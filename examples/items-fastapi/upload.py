"""Counts and hashes a body as it arrives: it is never in memory as a whole."""

import hashlib
from typing import Any

from fastapi import APIRouter, Request

routes = APIRouter()


@routes.post("/upload", status_code=201)
async def upload(request: Request) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    async for chunk in request.stream():
        digest.update(chunk)
        size += len(chunk)
    return {"bytes": size, "sha256": digest.hexdigest()}
