"""What a process keeps open: its pools, as the rendered settings size them."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import settings
from redis.asyncio import BlockingConnectionPool, Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

engine = settings.per_process(create_async_engine(**settings.DATABASE.asyncpg))
redis = Redis(connection_pool=BlockingConnectionPool(**settings.REDIS.pool))

# Every request is one statement: without a transaction around it a connection is held for one round trip, not for three.
_single = engine.execution_options(isolation_level="AUTOCOMMIT")


async def rows(statement: str, **values: Any) -> list[dict[str, Any]]:
    """What a statement answers."""
    async with _single.connect() as connection:
        return [dict(row) for row in (await connection.execute(text(statement), values)).mappings()]


async def cached(key: str, seconds: int, load: Callable[[], Awaitable[Any]]) -> Any:
    """Cache-aside: a cache that is away is no error, the answer then comes from the database each time."""
    try:
        kept = await redis.get(key)
    except RedisError:
        return await load()
    if kept is not None:
        return json.loads(kept)
    loaded = await load()
    if loaded is not None:
        with suppress(RedisError):
            await redis.set(key, json.dumps(loaded), ex=seconds)
    return loaded
