"""What a process keeps open: its pools, as the rendered settings size them."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import settings
from redis import BlockingConnectionPool, Redis
from redis.exceptions import RedisError
from sqlalchemy import create_engine, text

engine = settings.per_process(create_engine(**settings.DATABASE.engine))
redis = Redis(connection_pool=BlockingConnectionPool(**settings.REDIS.pool))  # type: ignore[no-untyped-call]

# Every request is one statement: without a transaction around it a connection is held for one round trip, not for three.
_single = engine.execution_options(isolation_level="AUTOCOMMIT")


def rows(statement: str, **values: Any) -> list[dict[str, Any]]:
    """What a statement answers."""
    with _single.connect() as connection:
        return [dict(row) for row in connection.execute(text(statement), values).mappings()]


def cached(key: str, seconds: int, load: Callable[[], Any]) -> Any:
    """Cache-aside: a cache that is away is no error, the answer then comes from the database each time."""
    try:
        kept = redis.get(key)
    except RedisError:
        return load()
    if kept is not None:
        return json.loads(kept)
    loaded = load()
    if loaded is not None:
        with suppress(RedisError):
            redis.set(key, json.dumps(loaded), ex=seconds)
    return loaded
