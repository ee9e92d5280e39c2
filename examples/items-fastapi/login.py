"""Sessions: POST /login opens one, GET /me says whose it is. Nobody may keep these answers."""

import secrets
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Cookie, Depends, HTTPException, Request, Response
from passwords import matches
from pydantic import BaseModel, Field
from statements import PASSWORD
from store import redis, rows

_DAY = 86_400


class Credentials(BaseModel):
    name: str = Field(max_length=100, pattern=r"^[^\x00]*$")
    password: str = Field(max_length=200)


def private(response: Response) -> None:
    response.headers["Cache-Control"] = "private, no-store"


routes = APIRouter(dependencies=[Depends(private)])


@routes.post("/login")
async def login(given: Credentials, request: Request, response: Response) -> dict[str, str]:
    found = await rows(PASSWORD, name=given.name)
    # Deriving a key takes a core for a while: other requests go on beside it.
    if not await run_sync(matches, given.password, found[0]["password"] if found else None):
        raise HTTPException(401, "no such name and password")
    token = secrets.token_urlsafe(32)
    await redis.set(f"session:{token}", given.name, ex=_DAY)
    response.set_cookie("sid", token, max_age=_DAY, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return {"name": given.name}


@routes.get("/me")
async def me(sid: Annotated[str, Cookie()] = "") -> dict[str, str]:
    name = await redis.get(f"session:{sid}") if sid else None
    if name is None:
        raise HTTPException(401, "log in first")
    return {"name": name.decode() if isinstance(name, bytes) else name}
