"""As wsgi.py, on an event loop."""

import asyncio
import json
import os
from urllib.parse import parse_qs

now = most = 0


async def app(scope, receive, send):
    global now, most
    if scope["type"] == "lifespan":
        while (await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        return await send({"type": "lifespan.shutdown.complete"})
    now += 1
    most = max(most, now)
    wait = parse_qs(scope["query_string"].decode()).get("wait", ["0"])[0]
    print(f"waiting {wait}", flush=True)
    await asyncio.sleep(float(wait))
    now -= 1
    answer = {"pid": os.getpid(), "most": most, "scheme": scope["scheme"]}
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})
