"""The application: FastAPI with the limits of the rendered settings, and the routes."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import items
import login
import serving
import settings
import upload
from asyncpg.exceptions import (  # type: ignore[import-untyped]
    InsufficientResourcesError,
    OperatorInterventionError,
    PostgresConnectionError,
)
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError as PoolTimeout
from store import engine, redis

LOG = logging.getLogger("items")


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield
    await redis.aclose()
    await engine.dispose()


app = FastAPI(lifespan=lifespan)
app.add_middleware(serving.asgi, critical={"database": serving.answers(engine)}, others={"cache": redis.ping})
for routes in (items.routes, login.routes, upload.routes):
    app.include_router(routes)
app.mount("/assets", StaticFiles(directory="assets"))


@app.get("/")
async def home() -> list[str]:
    return sorted(path for path in app.openapi()["paths"])


async def unavailable(_: Request, error: Exception) -> JSONResponse:
    """The database or the sessions are away or busy: that passes, and whoever asks may ask again."""
    LOG.warning("unavailable: %r", error)
    return JSONResponse({"error": "try again soon"}, 503, {"Retry-After": str(settings.HTTP.retry_after)})


async def unnamed(request: Request, error: Exception) -> JSONResponse:
    """The server ends or refuses connections, or cancels a statement: asyncpg's errors for that have no kind. One that has a kind is a fault."""
    if type(error) is DBAPIError:
        return await unavailable(request, error)
    raise error


# What asyncpg finds while it connects does not go through SQLAlchemy: a server that starts, ends, is full, or hangs up.
for kind in (OSError, InsufficientResourcesError, OperatorInterventionError, PostgresConnectionError, InterfaceError, OperationalError, PoolTimeout, RedisError):
    app.add_exception_handler(kind, unavailable)
app.add_exception_handler(DBAPIError, unnamed)
