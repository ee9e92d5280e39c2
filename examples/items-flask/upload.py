"""Counts and hashes a body as it arrives: it is never in memory as a whole."""

import hashlib

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

routes = Blueprint("upload", __name__)

_CHUNK = 65_536


@routes.post("/upload")
def upload() -> ResponseReturnValue:
    digest, size = hashlib.sha256(), 0
    while chunk := request.stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return {"bytes": size, "sha256": digest.hexdigest()}, 201
