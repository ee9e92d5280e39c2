import { describe, expect, it } from 'vitest';
import { MiB, SECOND } from '../../src/model/value.ts';
import { gunicornReader } from '../../src/readers/inside/gunicorn.ts';
import { nextReader } from '../../src/readers/inside/next.ts';
import { pythonReader } from '../../src/readers/inside/python.ts';
import { uvicornReader } from '../../src/readers/inside/uvicorn.ts';
import { containerOf, factsOf, placeOf, valuesOf } from './container.ts';

const CONFIG = `"""
Configuration of api, for gunicorn 27.0.
Rendered by Plumbline: change the profile, not this file.
"""

# One for each core.
workers = 4
worker_class = "uvicorn_worker.UvicornWorker"
timeout = 30
PORT = 8000
bind = f"{word('HOST', '0.0.0.0')}:{port('PORT', PORT)}"
workers = whole("WEB_CONCURRENCY", whole("WORKERS", workers))
timeout = at_most("TIMEOUT", timeout, "what stands in front waits no longer")
from uvicorn_worker import UvicornWorker
limit_concurrency = 200
UvicornWorker.CONFIG_KWARGS = dict(UvicornWorker.CONFIG_KWARGS, limit_concurrency=limit_concurrency)
`;

const SETTINGS = `"""
Settings of api.
Rendered by Plumbline: change the profile, not this file.
"""

@dataclass(frozen=True)
class Database:
    pool_size: int
    max_overflow: int


DATABASE = keep_pool("DB", Database(
    host=word("DB_HOST", "db"),
    pool_size=whole("DB_POOL_SIZE", 5),
    max_overflow=whole("DB_MAX_OVERFLOW", 0, least=0),
    pool_timeout=seconds("DB_POOL_TIMEOUT", 2.5),
    pool_reset_on_return="rollback",
    statement_timeout=14000,
), 5)
KAFKA = Kafka(
    consumers=2,
    consumer={
        "client_id": NAME,
        "session_timeout_ms": 45000,
    },
    producer={
        "linger_ms": 5,
    },
)
HTTP = Http(
    body_limit=at_most("MAX_REQUEST_SIZE", 1048576, "no larger body comes through"),
    timeout=seconds("REQUEST_TIMEOUT", 20, most=20),
    routes=(
        Route(
            path="/upload",
            body_limit=52428800,
            timeout=120,
        ),
    ),
)
HEARTBEAT_TIMEOUT = 60
PLANNED_PROCESSES = 3
PROCESSES = whole("WEB_CONCURRENCY", whole("WORKERS", PLANNED_PROCESSES))
`;

const files = { '/app/gunicorn.conf.py': CONFIG, '/app/settings.py': SETTINGS };
const gunicorn = (environment: Readonly<Record<string, string>> = {}) => factsOf(gunicornReader, { command: ['gunicorn', '--config', '/app/gunicorn.conf.py'], environment: { PYTHONPATH: '/app', ...environment }, files });

describe('the Python files that Plumbline renders', () => {
  it('say what gunicorn and its worker are told', () => {
    expect(valuesOf(gunicorn())).toMatchObject({
      'gunicorn.workers': 4, 'gunicorn.worker_class': 'uvicorn_worker.UvicornWorker', 'gunicorn.timeout': 30 * SECOND, 'gunicorn.bind': '0.0.0.0:8000', 'container.listens[8000]': true,
      'uvicorn.limit_concurrency': 200, 'component.version': '27.0',
    });
  });

  it('say what the libraries are told', () => {
    expect(valuesOf(gunicorn())).toMatchObject({
      'sqlalchemy.pool_size': 5, 'sqlalchemy.max_overflow': 0, 'sqlalchemy.pool_timeout': 2500, 'sqlalchemy.pool_reset_on_return': 'rollback', 'python.statement_timeout': 14 * SECOND,
      'python.kafka_consumers': 2, 'kafka_python.session_timeout_ms': 45 * SECOND, 'kafka_python.linger_ms': 5,
      'python.body_limit': MiB, 'python.request_timeout': 20 * SECOND, 'python.body_limit.route[/upload]': 50 * MiB, 'python.request_timeout.route[/upload]': 120 * SECOND,
    });
  });

  it('an override of the environment beats them, at its own place; an empty one does not', () => {
    const facts = gunicorn({ WEB_CONCURRENCY: '2', PORT: '9000', TIMEOUT: '', DB_POOL_SIZE: '3', DB_POOL_TIMEOUT: '0.5' });
    expect(valuesOf(facts)).toMatchObject({ 'gunicorn.workers': 2, 'gunicorn.bind': '0.0.0.0:9000', 'gunicorn.timeout': 30 * SECOND, 'sqlalchemy.pool_size': 3, 'sqlalchemy.pool_timeout': 500 });
    expect(placeOf(facts, 'gunicorn.workers')).toBe('docker-compose.yml:11:5');
    expect(placeOf(facts, 'sqlalchemy.pool_size')).toBe('docker-compose.yml:14:5');
    expect(placeOf(facts, 'sqlalchemy.max_overflow')).toBe('app/settings.py:15:18');
  });

  it('an override that nobody knows leaves the value unread', () => {
    const facts = factsOf(gunicornReader, { command: ['gunicorn', '--config', '/app/gunicorn.conf.py'], unresolved: { DB_POOL_SIZE: 'it is a secret' }, files });
    expect(facts.unread.map(({ id, because }) => `${id ?? ''}: ${because}`)).toContain('db.sqlalchemy.pool_size: it is a secret');
    expect(valuesOf(facts)['sqlalchemy.pool_size']).toBeUndefined();
  });

  it('a worker that answers no requests is told by its settings alone', () => {
    const said = { command: ['python', '-m', 'shop.worker'], environment: { PYTHONPATH: '/app' }, files: { '/app/settings.py': SETTINGS } };
    expect(pythonReader.recognises(containerOf(said))).toBe(true);
    expect(valuesOf(factsOf(pythonReader, said))).toMatchObject({ 'python.processes': 3, 'python.heartbeat_timeout': 60 * SECOND, 'sqlalchemy.pool_size': 5 });
    expect(pythonReader.recognises(containerOf({ ...said, files: { '/app/settings.py': 'DEBUG = False\n' } }))).toBe(false);
  });
});

describe('flags and variables', () => {
  it('uvicorn, with the application that it runs', () => {
    const command = ['uvicorn', 'shop.main:app', '--host=0.0.0.0', '--port=8000', '--workers=3', '--timeout-keep-alive=75', '--limit-max-requests=1000', '--limit-max-requests-jitter=200'];
    expect(valuesOf(factsOf(uvicornReader, { command }))).toMatchObject({
      'uvicorn.app': 'shop.main:app', 'uvicorn.workers': 3, 'uvicorn.timeout_keep_alive': 75 * SECOND, 'uvicorn.limit_max_requests': 1000, 'uvicorn.limit_max_requests_jitter': 200, 'container.listens[8000]': true,
    });
  });

  it('a subclass of uvicorn\'s worker is told more by its CONFIG_KWARGS', () => {
    const conf = 'from uvicorn_worker import UvicornWorker\n\nclass Worker(UvicornWorker):\n    CONFIG_KWARGS = {"limit_concurrency": 100, "loop": "uvloop"}\n\nworkers = 2\n';
    expect(valuesOf(factsOf(gunicornReader, { command: ['gunicorn', 'shop:app'], files: { '/app/gunicorn.conf.py': conf } }))).toMatchObject({ 'gunicorn.workers': 2, 'gunicorn.wsgi_app': 'shop:app', 'uvicorn.limit_concurrency': 100 });
  });

  it('Next.js, started by itself or by its standalone server', () => {
    expect(valuesOf(factsOf(nextReader, { command: ['next', 'start', '-p', '4000', '--keepAliveTimeout', '70000'] }))).toMatchObject({ 'node.keepAliveTimeout': 70 * SECOND, 'container.listens[4000]': true });
    const standalone = { image: 'node:22-slim', command: ['node', 'server.js'], environment: { NEXT_TELEMETRY_DISABLED: '1', PORT: '3001', KEEP_ALIVE_TIMEOUT: '65000', NODE_OPTIONS: '--max-old-space-size=300' } };
    expect(nextReader.recognises(containerOf(standalone))).toBe(true);
    expect(valuesOf(factsOf(nextReader, standalone))).toMatchObject({ 'node.keepAliveTimeout': 65 * SECOND, 'node.max_old_space_size': 300 * MiB, 'container.listens[3001]': true });
    expect(nextReader.recognises(containerOf({ image: 'node:22-slim', command: ['next', 'dev'] }))).toBe(false);
    expect(nextReader.recognises(containerOf({ image: 'node:22-slim', command: ['node', 'server.js'] }))).toBe(false);
  });
});
