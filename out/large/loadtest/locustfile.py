"""Load test of large for Locust, rendered by Plumbline: change the profile, not this file. Above each number stands its reason.

    locust -f locustfile.py --headless
    BASE_URL=https://staging.example.com RATE=50 locust -f locustfile.py --headless

It ends by itself, and its exit code is 1 when a target is missed. Users wait for their answers: a stack that stalls is asked
less often, so the rate that was reached is judged as well.
Each simulated user has an address of its own in X-Forwarded-For, so that the limits for one client apply as they will.
The proxy believes it of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16: send from there, or all requests count as one client and meet 429.
"""
import itertools
import logging
import os
import random
import time
from ipaddress import ip_network

from locust import FastHttpUser, LoadTestShape, constant_throughput, events, task
from locust.runners import WorkerRunner


def number(name, planned):
    """A number that the environment may state."""
    value = float(os.environ.get(name) or planned)
    if not value > 0:
        raise SystemExit(f"{name}: expected a number above 0, found {value}")
    return value


# Where Compose publishes the stack. Published on loopback; a load balancer or you decide what the world sees. Two replicas cannot listen on one port of the host: each takes its own, and a load balancer uses them all.
BASE_URL = os.environ.get("BASE_URL") or "http://127.0.0.1:8080"
# Stated at profiles/large.yaml:5:17.
RATE = number("RATE", 2000)
# Stated at profiles/large.yaml:5:53.
USERS = int(number("USERS", 500))
# Connections, caches and compilers at run time are cold at first, and no target is about that.
WARM_UP_SECONDS = number("WARM_UP", 15)
# Long enough for checkpoints, garbage collection and cache lifetimes to show at a few hundred requests a second.
SECONDS = number("DURATION", 60)
# Stated at profiles/large.yaml:5:28.
P50_MS = 30
# Stated at profiles/large.yaml:5:39.
P95_MS = 100
# What the target of success leaves.
FAILURE_SHARE = 0.001
# Users who wait for an answer send less when answers are late: below this the percentiles are those of a smaller load.
LEAST_RATE = 0.95 * RATE


def whole(low, high):
    """A whole number from low to high, another one in each request."""
    return str(random.randint(low, high))


# What clients do, and how often.
REQUESTS = [
    {
        "name": "item",
        # Stated at profiles/small.yaml:35:55.
        "weight": 55,
        "method": "GET",
        "path": lambda: "/items/" + whole(1, 100000),
    },
    {
        "name": "page",
        # Stated at profiles/small.yaml:36:60.
        "weight": 5,
        "method": "GET",
        "path": lambda: "/items?after=" + whole(0, 99900),
    },
    {
        "name": "feed",
        # Stated at profiles/small.yaml:37:40.
        "weight": 25,
        "method": "GET",
        "path": lambda: "/feed",
    },
    {
        "name": "style",
        # Stated at profiles/small.yaml:38:62.
        "weight": 5,
        "method": "GET",
        "path": lambda: "/assets/style.3841801b.css",
    },
    {
        "name": "search",
        # Stated at profiles/small.yaml:39:51.
        "weight": 5,
        "method": "GET",
        "path": lambda: "/search?q=lamp",
    },
    {
        "name": "new-item",
        # Stated at profiles/small.yaml:40:59.
        "weight": 5,
        "method": "POST",
        "path": lambda: "/items",
        "headers": {"content-type": "application/json"},
        "body": lambda: "{\"name\":\"lamp " + whole(1, 100000) + "\",\"category\":\"tools\",\"price_cents\":1990}",
    },
]
WEIGHTS = [request["weight"] for request in REQUESTS]

# Set aside for measurements (RFC 2544): no proxy trusts these addresses as its own.
ADDRESSES = ip_network("198.18.0.0/15")
numbers = itertools.count()


class Client(FastHttpUser):
    """One of the users, with an address of its own."""

    host = BASE_URL
    wait_time = constant_throughput(RATE / USERS)

    def on_start(self):
        address = ADDRESSES[next(numbers) % ADDRESSES.num_addresses]
        self.own = {"x-forwarded-for": str(address)}
        # Users who begin together would stay in step, and ask all at once ever after.
        time.sleep(random.random() * USERS / RATE)

    @task
    def send(self):
        request = random.choices(REQUESTS, WEIGHTS)[0]
        body = request["body"]().encode() if "body" in request else None
        headers = {**self.own, **request.get("headers", {})}
        self.client.request(request["method"], request["path"](), name=request["name"], headers=headers, data=body, allow_redirects=False)


class Load(LoadTestShape):
    """All users by the end of the warm-up, whose figures are thrown away; then the time that counts."""

    measuring = False

    def tick(self):
        seconds = self.get_run_time()
        if seconds >= WARM_UP_SECONDS and not self.measuring:
            self.measuring = True
            self.runner.stats.reset_all()
        return (USERS, USERS / WARM_UP_SECONDS) if seconds < WARM_UP_SECONDS + SECONDS else None


@events.quitting.add_listener
def judge(environment, **_):
    """Ends with 1 when a target is missed, with 0 when all are met."""
    if isinstance(environment.runner, WorkerRunner):
        return
    total = environment.stats.total
    p50, p95 = total.get_response_time_percentile(0.50), total.get_response_time_percentile(0.95)
    missed = [
        text
        for text, is_missed in [
            (f"p50 {p50} ms, target {P50_MS} ms", p50 > P50_MS),
            (f"p95 {p95} ms, target {P95_MS} ms", p95 > P95_MS),
            (f"share of failed requests {total.fail_ratio:.4f}, target {FAILURE_SHARE}", total.fail_ratio > FAILURE_SHARE),
            (f"{total.total_rps:.1f} requests/s, expected {LEAST_RATE:.1f} of {RATE:.1f}", total.total_rps < LEAST_RATE),
        ]
        if is_missed
    ]
    for text in missed:
        logging.error("missed: %s", text)
    environment.process_exit_code = 1 if missed else 0
