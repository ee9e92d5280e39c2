"""One item, pages of items, new ones, the feed and the search."""

from typing import Annotated, Any

import settings
from fastapi import APIRouter, Body, HTTPException, Path, Query, Response
from statements import FEED, INSERT, ITEM, PAGE, SEARCH, wrong
from store import cached, rows

routes = APIRouter()

Limit = Annotated[int, Query(ge=1, le=100)]
Id = Annotated[int, Path(ge=0, lt=2**31)]
After = Annotated[int, Query(ge=0, lt=2**31)]


@routes.get("/items/{number}")
async def item(number: Id) -> Any:
    async def load() -> Any:
        return next(iter(await rows(ITEM, id=number)), None)

    if found := await cached(f"item:{number}", settings.CACHE.short, load):
        return found
    raise HTTPException(404, f"there is no item {number}")


@routes.get("/items")
async def page(after: After = 0, limit: Limit = 20) -> dict[str, Any]:
    found = await rows(PAGE, after=after, limit=limit)
    return {"items": found, "next": found[-1]["id"] if len(found) == limit else None}


@routes.post("/items", status_code=201)
async def new(given: Annotated[Any, Body()], response: Response) -> Any:
    if fault := wrong(given):
        raise HTTPException(400, fault)
    [made] = await rows(INSERT, **{"description": "", **given})
    response.headers["Location"] = f"/items/{made['id']}"
    return made


@routes.get("/feed")
async def feed(response: Response, category: str | None = None, limit: Limit = 20) -> dict[str, Any]:
    """The same for everybody, so that the proxy may keep it."""
    response.headers["Cache-Control"] = f"public, max-age=0, s-maxage={settings.CACHE.short}"
    return {"items": await rows(FEED, category=category, limit=limit)}


@routes.get("/search")
async def search(q: Annotated[str, Query(min_length=1, max_length=200)], limit: Limit = 20) -> dict[str, Any]:
    return {"items": await rows(SEARCH, query=q, limit=limit)}
