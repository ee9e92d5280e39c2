import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { FASTAPI, FLASK, planOf, WORKER } from './plans.ts';
import { rendered, type Rendered } from './rendered.ts';

/** A free port for the metrics, and checks that answer and that fail. */
const BEGIN = `import asyncio, os, signal, socket, urllib.error, urllib.request
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    os.environ.update(METRICS_PORT=str(free.getsockname()[1]), HOST="127.0.0.1")
import serving, settings
def fine(): pass
def broken(): raise ConnectionError("db.internal:5432 refused")
def asked(path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{settings.METRICS.port}{path}") as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
`;

/** A WSGI server of a few lines. */
const WSGI = `${BEGIN}
def app(environ, start_response):
    if environ["PATH_INFO"] == "/fault": raise KeyError("x")
    start_response("201 Created", [])
    return [b"made"]
def ask(path, served=app, method="GET", length="", **checks):
    said = []
    answer = serving.wsgi(served, **checks)({"REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": length, "SERVER_NAME": "shop", "SERVER_PORT": "80", "wsgi.url_scheme": "http"}, lambda status, headers, *error: said.append(status))
    text = b"".join(answer).decode()
    getattr(answer, "close", bool)()
    return int(said[0].split()[0]), text
`;

/** An ASGI server of a few lines: one request, and what is sent. */
const ASGI = `${BEGIN}
async def ask(app, path, body=b"", headers=()):
    sent, parts = [], [{"type": "http.request", "body": body[at:at + 1000], "more_body": at + 1000 < len(body)} for at in range(0, max(len(body), 1), 1000)]
    async def receive(): return parts.pop(0)
    async def send(message): sent.append(message)
    await app({"type": "http", "method": "POST", "path": path, "headers": list(headers)}, receive, send)
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:]).decode(), {name.decode(): value.decode() for name, value in sent[0]["headers"]}
async def app(scope, receive, send):
    if scope["path"] == "/slow": await asyncio.sleep(3600)
    read, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect": raise RuntimeError("the client has gone")
        read, more = read + len(message["body"]), message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(read).encode()})
def run(*requests, **checks):
    async def all():
        served = serving.asgi(app, **checks)
        return [await ask(served, *request) for request in requests]
    return asyncio.run(all())
`;

/** A line of the metrics in their own format. */
const counted = (text: unknown, line: string): string | undefined => String(text).split('\n').find((one) => one.startsWith(line))?.slice(line.length).trim();

describeWith('the rendered serving.py', 'python', () => {
  let flask: Rendered;
  let fastapi: Rendered;
  let worker: Rendered;
  beforeAll(() => {
    flask = rendered(planOf(FLASK));
    fastapi = rendered(planOf(FASTAPI));
    worker = rendered(planOf(WORKER), 'worker');
  });
  afterAll(() => { for (const each of [flask, fastapi, worker]) each.remove(); });

  describe('of a WSGI application', () => {
    it('lives, is ready while critical services answer, and tells of all', () => {
      expect(flask.evaluate(`${WSGI}
checks = {"critical": {"database": fine}, "others": {"cache": broken}}
full = ask("/healthz", **checks)[1]
print(json.dumps([ask(path, **checks)[0] for path in ("/livez", "/health", "/readyz", "/healthz", "/other")] + [json.loads(full)["checks"]["cache"]["error"], "internal" in full]))`))
        .toEqual([200, 200, 200, 503, 201, 'ConnectionError', false]);
      expect(flask.evaluate(`${WSGI}\nprint(json.dumps([ask(path, critical={"database": broken})[0] for path in ("/livez", "/readyz")]))`)).toEqual([200, 503]);
    });

    it('is not ready after SIGTERM, and does what its server does then', () => {
      expect(flask.evaluate(`${WSGI}
stopped = []
signal.signal(signal.SIGTERM, lambda number, frame: stopped.append(number))
serving.start()
before = ask("/readyz")[0]
os.kill(os.getpid(), signal.SIGTERM)
print(json.dumps([before, ask("/readyz")[0], ask("/livez")[0], len(stopped)]))`)).toEqual([200, 503, 200, 1]);
    });

    it('refuses a body that is too large for its path', () => {
      expect(flask.evaluate(`${WSGI}
most = settings.HTTP.body_limit
print(json.dumps([ask(path, method="POST", length=str(size))[0] for path, size in (("/", most), ("/", most + 1), ("/upload", most + 1))]))`)).toEqual([201, 413, 201]);
    });

    it('counts what it answers, and what fails', () => {
      const text = flask.evaluate(`${WSGI}
ask("/items/1"); ask("/items", method="POST")
try: ask("/fault")
except KeyError: pass
print(json.dumps(serving.COUNTS.text().decode()))`);
      expect(counted(text, 'http_requests_total{method="GET",route="other",status="201"}')).toBe('1.0');
      expect(counted(text, 'http_requests_total{method="GET",route="other",status="500"}')).toBe('1.0');
      expect(counted(text, 'http_request_duration_seconds_count{method="POST",route="other",status="201"}')).toBe('1.0');
      expect(counted(text, 'http_requests_in_progress')).toBe('0.0');
    });

    it('names a route of Flask by its rule', () => {
      const text = flask.evaluate(`${WSGI}
from flask import Flask
shop = Flask("shop")
shop.add_url_rule("/items/<int:item>", view_func=lambda item: str(item), endpoint="item")
ask("/items/7", shop.wsgi_app)
print(json.dumps(serving.COUNTS.text().decode()))`);
      expect(counted(text, 'http_requests_total{method="GET",route="/items/<int:item>",status="200"}')).toBe('1.0');
    });

    it('tells what all its processes have counted, whichever is asked', () => {
      const [status, text] = flask.evaluate(`${WSGI}
children = []
for _ in range(2):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        ask("/")
        serving.start()
        os.write(write, b"1")
        signal.pause()
    os.read(read, 1)
    children.append(child)
print(json.dumps(asked("/metrics")))
for child in children: os.kill(child, signal.SIGKILL)`, { PROMETHEUS_MULTIPROC_DIR: `${flask.folder}/counted` }) as readonly [number, string];
      expect([status, counted(text, 'http_requests_total{method="GET",route="other",status="201"}')]).toEqual([200, '2.0']);
    });

    it('serves without prometheus_client, and says once that it counts nothing', () => {
      expect(flask.evaluate(`import logging, sys
said = []
logging.getLogger("serving").addHandler(type("Kept", (logging.Handler,), {"emit": lambda self, record: said.append(record.getMessage())})())
sys.modules["prometheus_client"] = None
${WSGI}
serving.start()
print(json.dumps([ask("/")[0], ask("/healthz")[0], asked("/metrics")[0], said]))`)).toEqual([201, 200, 404, ['prometheus_client is not installed: nothing is counted']]);
    });
  });

  describe('of an ASGI application', () => {
    it('lives, is ready while critical services answer, and tells of all', () => {
      expect(fastapi.evaluate(`${ASGI}
async def pong(): return True
async def away(): raise ConnectionError("gone")
print(json.dumps([told[0] for told in run(("/livez",), ("/readyz",), ("/healthz",), ("/other",), critical={"database": pong}, others={"cache": away})]))`)).toEqual([200, 200, 503, 200]);
    });

    it('refuses a body that is too large, announced or not', () => {
      expect(fastapi.evaluate(`${ASGI}
most = settings.HTTP.body_limit
print(json.dumps([told[0] for told in run(("/", b"x" * most), ("/", b"x" * (most + 1)), ("/", b"", [(b"content-length", str(most + 1).encode())]))]))`)).toEqual([200, 413, 413]);
    });

    it('gives up on a request at its deadline, and says when to come back', () => {
      const [status, , headers] = fastapi.evaluate(`${ASGI}\nprint(json.dumps(run(("/slow",))[0]))`, { REQUEST_TIMEOUT: '0.05' }) as readonly [number, string, Readonly<Record<string, string>>];
      expect([status, headers['retry-after']]).toEqual([503, '5']);
    });

    it('limits the threads of functions that are not async, and serves its metrics', () => {
      expect(fastapi.evaluate(`${ASGI}
from anyio.to_thread import current_default_thread_limiter
async def main():
    await ask(serving.asgi(app), "/")
    return current_default_thread_limiter().total_tokens
print(json.dumps([asyncio.run(main()), "http_requests_total" in asked("/metrics")[1]]))`)).toEqual([6, true]);
    });

    it('names a route of FastAPI by its path', () => {
      const text = fastapi.evaluate(`${ASGI}
from fastapi import FastAPI
shop = FastAPI()
shop.add_middleware(serving.asgi)
@shop.post("/items/{item}")
async def one(item: int): return item
async def main():
    sent = []
    async def receive(): return {"type": "http.request", "body": b"", "more_body": False}
    async def send(message): sent.append(message)
    await shop({"type": "http", "method": "POST", "path": "/items/7", "raw_path": b"/items/7", "query_string": b"", "root_path": "", "scheme": "http", "http_version": "1.1", "headers": []}, receive, send)
asyncio.run(main())
print(json.dumps(serving.COUNTS.text().decode()))`);
      expect(counted(text, 'http_requests_total{method="POST",route="/items/{item}",status="200"}')).toBe('1.0');
    });
  });

  it('of a worker runs as many processes as the plan has, and ends with any of them', () => {
    const run = (work: string): string => worker.refused(`import os, signal\nimport serving, settings\nsettings.PROCESSES = 2\nparent = os.getpid()\ndef work():\n    ${work}\nserving.run(work)`);
    expect(run('os.kill(parent, signal.SIGTERM); serving.LEAVING.wait()')).toBe('accepted');
    expect(run('raise SystemExit("broken")')).toBe('broken');
  });

  it('of a worker counts nothing more of a process that is gone', () => {
    expect(worker.evaluate(`${BEGIN}
read, write = os.pipe()
child = os.fork()
if child == 0:
    serving.COUNTS.checked("database", False, 1)
    os.write(write, b"1"); os._exit(0)
os.read(read, 1)
serving.COUNTS.checked("database", True, 1)
before = serving.COUNTS.text().decode()
os.wait()
serving.start()
print(json.dumps([before, asked("/metrics")[1]]))`, { PROMETHEUS_MULTIPROC_DIR: `${worker.folder}/counted` })).toEqual([expect.stringContaining('health_check_ok{pool="database"} 0.0'), expect.stringContaining('health_check_ok{pool="database"} 1.0')]);
  });

  it('of a worker answers on the port of the metrics, and lets the message in hand end', () => {
    expect(worker.evaluate(`${BEGIN}
serving.start(critical={"database": broken})
before = serving.leaving()
told = [asked(path)[0] for path in ("/livez", "/readyz", "/healthz", "/metrics", "/other")]
os.kill(os.getpid(), signal.SIGTERM)
print(json.dumps([before, told, serving.leaving()]))`)).toEqual([false, [200, 503, 503, 200, 404], true]);
  });
});
