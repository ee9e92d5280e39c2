"""One item, pages of items, new ones, the feed and the search."""

from typing import Any

import settings
from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue
from statements import FEED, INSERT, ITEM, PAGE, SEARCH, wrong
from store import cached, rows

routes = Blueprint("items", __name__)


def _limit() -> int:
    return min(max(request.args.get("limit", 20, int), 1), 100)


@routes.get("/items/<int:number>")
def item(number: int) -> ResponseReturnValue:
    found = cached(f"item:{number}", settings.CACHE.short, lambda: next(iter(rows(ITEM, id=number)), None)) if number < 2**31 else None
    return jsonify(found) if found else abort(404, f"there is no item {number}")


@routes.get("/items")
def page() -> ResponseReturnValue:
    found = rows(PAGE, after=min(max(request.args.get("after", 0, int), 0), 2**31 - 1), limit=_limit())
    return {"items": found, "next": found[-1]["id"] if len(found) == _limit() else None}


@routes.post("/items")
def new() -> ResponseReturnValue:
    given: Any = request.get_json()
    if fault := wrong(given):
        abort(400, fault)
    [made] = rows(INSERT, **{"description": "", **given})
    return made, 201, {"Location": f"/items/{made['id']}"}


@routes.get("/feed")
def feed() -> ResponseReturnValue:
    """The same for everybody, so that the proxy may keep it."""
    found = rows(FEED, category=request.args.get("category"), limit=_limit())
    return {"items": found}, {"Cache-Control": f"public, max-age=0, s-maxage={settings.CACHE.short}"}


@routes.get("/search")
def search() -> ResponseReturnValue:
    query = request.args.get("q", "")
    return {"items": rows(SEARCH, query=query, limit=_limit())} if 0 < len(query) <= 200 else abort(400, "q: expected 1 to 200 characters")
