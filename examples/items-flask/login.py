"""Sessions: POST /login opens one, GET /me says whose it is. Nobody may keep these answers."""

import secrets

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from passwords import matches
from statements import PASSWORD
from store import redis, rows

routes = Blueprint("login", __name__)

_DAY = 86_400


@routes.after_request
def private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


@routes.post("/login")
def login() -> ResponseReturnValue:
    given = request.get_json()
    name, password = (given.get(field) if isinstance(given, dict) else None for field in ("name", "password"))
    if not isinstance(name, str) or not isinstance(password, str) or "\0" in name:
        abort(400, "expected name and password")
    found = rows(PASSWORD, name=name)
    if not matches(password, found[0]["password"] if found else None):
        abort(401, "no such name and password")
    token = secrets.token_urlsafe(32)
    redis.set(f"session:{token}", name, ex=_DAY)
    response = jsonify(name=name)
    response.set_cookie("sid", token, max_age=_DAY, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


@routes.get("/me")
def me() -> ResponseReturnValue:
    token = request.cookies.get("sid", "")
    name = redis.get(f"session:{token}") if token else None
    return {"name": name.decode()} if isinstance(name, bytes) else abort(401, "log in first")
