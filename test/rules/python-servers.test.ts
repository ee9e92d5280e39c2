import { describe, expect, it } from 'vitest';
import { size } from '../../src/size.ts';
import { complaintsOf, load } from '../load/workspace.ts';

/** A shop in Python on four cores: its processes may use two. */
const shop = (api: string, ...more: readonly string[]): string =>
  ['name: shop', 'machine: { cpu: 4, memory: 8GiB }', 'targets: { rps: 300, p95: 200ms }', ...more, 'components:', '  - name: proxy', `  - ${api}`, '  - name: db', ''].join('\n');
const stated = (workerClass: string): string => `settings: { api.gunicorn.worker_class: ${workerClass} }`;

/** Values of the application in the plan of a profile; those that only the server itself has are left out. */
function valuesOf(text: string, ...settings: readonly string[]): readonly unknown[] {
  const plan = size(load({ 'shop.yaml': text }));
  return settings.map((setting) => plan.entries.get(`api.${setting}`)).map((entry) => (entry?.origin.from === 'default' ? undefined : entry?.value));
}

const GUNICORN = '{ name: api, kind: gunicorn }';
const sizes = ['gunicorn.workers', 'gunicorn.threads', 'sqlalchemy.pool_size', 'gunicorn.worker_connections', 'uvicorn.limit_concurrency', 'python.anyio_tokens', 'gunicorn.keepalive', 'demand.capacity'];

describe('a Python application of 3 ms of CPU and 8 ms of waiting, on two cores behind a proxy that keeps 60 idle connections', () => {
  it('has a thread for each connection that its core can use under gthread', () => {
    expect(valuesOf(shop(GUNICORN), ...sizes)).toEqual([2, 4, 4, 68, undefined, undefined, 75_000, 466.6]);
  });

  it('has twice the cores and one, a connection each, and closes what it answered under sync', () => {
    // 5 x 70 % / 11 ms.
    expect(valuesOf(shop(GUNICORN, stated('sync')), ...sizes)).toEqual([5, 1, 1, undefined, undefined, undefined, undefined, 318.1]);
  });

  it('has as many greenlets as connections under gevent, and lets no idle client hold one', () => {
    expect(valuesOf(shop(GUNICORN, stated('gevent')), ...sizes)).toEqual([2, 1, 8, 8, undefined, undefined, 0, 466.6]);
  });

  it('limits what uvicorn takes on, and its threads to the pool', () => {
    // Twice 200 ms of 3 ms each, 60 idle ones, and the one that is told 503.
    expect(valuesOf(shop('{ name: api, kind: gunicorn, interface: asgi }'), ...sizes)).toEqual([2, 1, 8, undefined, 194, 8, 75_000, 466.6]);
  });

  it('cannot limit what the asgi class takes on, which compares nothing', () => {
    expect(valuesOf(shop(GUNICORN, stated('asgi')), ...sizes)).toEqual([2, 1, 8, undefined, undefined, 8, 75_000, 466.6]);
  });

  it('is the same under uvicorn alone', () => {
    expect(valuesOf(shop('{ name: api, kind: uvicorn }'), 'uvicorn.workers', 'sqlalchemy.pool_size', 'uvicorn.limit_concurrency', 'python.anyio_tokens', 'uvicorn.timeout_keep_alive', 'demand.capacity')).toEqual([2, 8, 194, 8, 75_000, 466.6]);
  });

  it('has a pooler where requests wait for so long that most connections would idle', () => {
    const plan = size(load({ 'shop.yaml': shop(GUNICORN, 'workload: { wait_time: 120ms }') }));
    expect(plan.components.map(({ name }) => name)).toEqual(['proxy', 'api', 'pooler', 'db']);
    expect(plan.entries.get('api.gunicorn.threads')?.value).toBe(41);
  });

  it('gives a process no more threads than its stated pool has connections', () => {
    expect(valuesOf(shop(GUNICORN, 'settings: { api.sqlalchemy.pool_size: 3 }'), 'gunicorn.threads')).toEqual([3]);
  });

  it('keeps the figure that the profile states for a request', () => {
    expect(valuesOf(shop(GUNICORN), 'workload.cpu_time')).toEqual([3]);
    expect(valuesOf(shop(GUNICORN, 'workload: { cpu_time: 1ms }'), 'workload.cpu_time')).toEqual([1]);
  });
});

it('uvicorn does not serve a WSGI application', () => {
  expect(complaintsOf(() => size(load({ 'shop.yaml': shop('{ name: api, kind: uvicorn, interface: wsgi }') }))).join('\n')).toContain('api.component.interface: uvicorn calls ASGI applications, and the interface of api is wsgi');
});

describe('a worker class', () => {
  it.each([
    ['{ name: api, kind: gunicorn, version: 23.0.0 }', 'asgi', 'api.gunicorn.worker_class: gunicorn 23.0.0 has no class asgi, which exists from 24 on'],
    ['{ name: api, kind: gunicorn, version: 26.0.0 }', 'eventlet', 'api.gunicorn.worker_class: gunicorn 26.0.0 has no class eventlet, which exists below 26'],
    [GUNICORN, 'gtread', 'api.gunicorn.worker_class: gunicorn has no class gtread\n  did you mean gthread?'],
    [GUNICORN, 'eventlet', 'has no class eventlet, which exists below 26'],
    ['{ name: api, kind: gunicorn, interface: asgi }', 'gthread', 'api.gunicorn.worker_class: gthread calls WSGI applications, and the interface of api is asgi'],
    ['{ name: api, kind: gunicorn, interface: wsgi }', 'uvicorn_worker.UvicornWorker', 'api.gunicorn.worker_class: uvicorn_worker.UvicornWorker calls ASGI applications, and the interface of api is wsgi'],
  ])('of %s cannot be %s', (api, workerClass, message) => {
    expect(complaintsOf(() => size(load({ 'shop.yaml': shop(api, stated(workerClass)) }))).join('\n')).toContain(message);
  });

  it.each([['25.3.0', 'eventlet'], ['24.1.1', 'asgi'], ['20.1.0', 'gevent'], ['26.2.0', 'shop.workers.Patient']])('of gunicorn %s may be %s', (version, workerClass) => {
    expect(valuesOf(shop(`{ name: api, kind: gunicorn, version: ${version} }`, stated(workerClass)), 'gunicorn.worker_class')).toEqual([workerClass]);
  });
});
