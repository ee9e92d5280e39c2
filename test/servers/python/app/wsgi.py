"""Tells who answers a request, and how many that process has answered at once at most; `?wait=` takes its time."""

import json
import os
import threading
import time
from urllib.parse import parse_qs

lock = threading.Lock()
now = most = 0


def app(environ, start_response):
    global now, most
    with lock:
        now += 1
        most = max(most, now)
    wait = parse_qs(environ["QUERY_STRING"]).get("wait", ["0"])[0]
    print(f"waiting {wait}", flush=True)
    time.sleep(float(wait))
    with lock:
        now -= 1
    answer = {"pid": os.getpid(), "most": most, "scheme": environ["wsgi.url_scheme"]}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]
