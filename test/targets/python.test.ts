import { describe, expect, it, test } from 'vitest';
import { inDocstring, pythonFlag, pythonString, wholeIn } from '../../src/formats/python-values.ts';
import type { Stack } from '../../src/model/stack.ts';
import { SECOND } from '../../src/model/value.ts';
import { pythonTarget, renderGunicornConfig, renderServing, renderSettings } from '../../src/targets/python.ts';
import { startOf } from '../../src/targets/python/start.ts';
import { FASTAPI, FLASK, planOf, withSettings, WORKER } from '../python/plans.ts';
import { componentOf, type Said } from './profile-stack.ts';

const config = (settings: Said['settings'] = {}): string => renderGunicornConfig(...apiOf(planOf(withSettings(FLASK, settings))));
const apiOf = (plan: Stack, name = 'api') => [plan, componentOf(plan, name)] as const;
/** The line of a name, and the comment above it. */
const lineOf = (text: string, name: string): string | undefined => new RegExp(`^(?: *#.*\\n)+ *${name} ?=.*$`, 'm').exec(text)?.[0].trim();

test('texts, truth and numbers are spelled as Python reads them', () => {
  expect([pythonString('a"b\\c\u202e'), pythonFlag(true), pythonFlag(false)]).toEqual(['"a\\"b\\\\c\\u202e"', 'True', 'False']);
  expect([20_000, 1500, 0].map(wholeIn(SECOND))).toEqual(['20', undefined, '0']);
  expect(inDocstring('a\\b"""c')).toBe('a\\\\b\\"\\"\\"c');
});

describe('gunicorn.conf.py', () => {
  it('says each number with its reason', () => {
    const text = config();
    expect(lineOf(text, 'workers')).toBe('# Stated at shop.yaml:1:1.\nworkers = 2');
    expect(lineOf(text, 'worker_tmp_dir')).toBe('# The heartbeat of a worker is a file: on a disk it can block.\nworker_tmp_dir = "/dev/shm"');
    expect(text).toContain('workers = whole("WEB_CONCURRENCY", whole("WORKERS", workers))');
  });

  it.each<readonly [string, Said['settings'], readonly string[]]>([
    ['sync', { 'api.gunicorn.worker_class': 'sync', 'api.gunicorn.threads': 1 }, []],
    ['gthread', {}, ['threads', 'worker_connections']],
    ['gevent', { 'api.gunicorn.worker_class': 'gevent' }, ['worker_connections']],
    ['an event loop', { 'api.component.interface': 'asgi' }, []],
  ])('of %s says nothing of what the class ignores', (_, settings, names) => {
    const text = config({ ...settings, ...(names.includes('threads') ? {} : { 'api.gunicorn.threads': 1 }) });
    expect(['threads', 'worker_connections'].filter((name) => new RegExp(`^${name} = (?!whole)`, 'm').test(text) && !text.includes(`does not honour it.\n${name}`))).toEqual(names);
  });

  it('says what is stated and ignored, and that it is', () => {
    expect(config({ 'api.component.interface': 'asgi', 'api.gunicorn.worker_class': 'uvicorn_worker.UvicornWorker', 'api.gunicorn.worker_connections': 2000 }))
      .toContain('# Stated at shop.yaml:1:1.\n# This worker class does not honour it.\nworker_connections = 2000\n');
  });

  it('tells uvicorn what gunicorn does not hand on', () => {
    const text = config({ 'api.component.interface': 'asgi', 'api.gunicorn.worker_class': 'uvicorn_worker.UvicornWorker', 'api.uvicorn.limit_concurrency': 70 });
    expect(lineOf(text, 'limit_concurrency')).toBe('# gunicorn does not tell uvicorn these itself.\n# Stated at shop.yaml:1:1.\nlimit_concurrency = 70');
    expect(text).toContain('WORKER.CONFIG_KWARGS = dict(WORKER.CONFIG_KWARGS, limit_concurrency=limit_concurrency');
  });

  it('counts in whole seconds, and says so where a time is none', () => {
    expect(config({ 'api.gunicorn.timeout': 90_000 })).toContain('\ntimeout = 90\n');
    expect(() => config({ 'api.gunicorn.timeout': 1500 })).toThrow('api.gunicorn.timeout: gunicorn cannot be told 1500 milliseconds exactly');
  });

  it('a timeout of 0, which is never, is nothing to be lowered', () => {
    expect(config({ 'api.gunicorn.timeout': 0 })).not.toContain('at_most("TIMEOUT"');
  });

  it('of gunicorn 20.0 leaves the application to the command', () => {
    const plan = planOf(withSettings(FLASK, { 'api.component.version': '20.0.4' }));
    expect(renderGunicornConfig(...apiOf(plan))).toContain('    gunicorn --config gunicorn.conf.py app:app\n');
    expect(startOf(...apiOf(plan)).map(({ text }) => text)).toEqual(['gunicorn', '--config', '/app/gunicorn.conf.py', 'app:app']);
    expect(startOf(...apiOf(planOf(FLASK))).map(({ text }) => text)).toEqual(['gunicorn', '--config', '/app/gunicorn.conf.py']);
  });

  it('takes an address as it is stated', () => {
    const text = config({ 'api.gunicorn.bind': 'unix:/run/api.sock' });
    expect(text).toContain('\nbind = "unix:/run/api.sock"\n');
    expect(text).not.toMatch(/^bind = f/m);
  });

  it.each([['25.0.1', false], ['25.1.0', true], ['27.0.1', true]])('of gunicorn %s closes its control socket: %s', (version, closed) => {
    expect(config({ 'api.component.version': version }).includes('control_socket_disable = True')).toBe(closed);
  });
});

describe('settings.py', () => {
  const fastapi = renderSettings(...apiOf(planOf(FASTAPI)));
  const flask = renderSettings(...apiOf(planOf(FLASK)));
  const worker = renderSettings(...apiOf(planOf(WORKER), 'worker'));

  it('holds no secret, only where it is', () => {
    expect(flask).toContain('password_file=word("DB_PASSWORD_FILE", "/run/secrets/api_db_password")');
  });

  it('names the second database after its component', () => {
    expect(fastapi).toContain('DATABASE_REPORTS_DB = Database(\n    host=word("REPORTS_DB_HOST", "reports-db"),');
    expect(fastapi).toContain('DATABASES = {"reports-db": DATABASE_REPORTS_DB}');
  });

  it('asks only the database itself for a limit of its statements', () => {
    expect(fastapi.match(/^ {4}statement_timeout=9000,$/gm)).toHaveLength(1);
    expect(flask).toMatch(/^ {4}statement_timeout=\d+,$/m);
  });

  it('says what differs on a route, and nothing else', () => {
    expect(flask.match(/Route\(\n {12}path="\/upload",\n(?: {12}#.*\n)? {12}body_limit=52428800,\n(?: {12}#.*\n)? {12}timeout=60,\n {12}stream="none",\n {8}\)/)).not.toBeNull();
    expect(flask).not.toContain('path="/",');
  });

  it('of a worker has nothing of requests', () => {
    expect(worker).not.toMatch(/HTTP|trusted_hops|MAX_REQUEST_SIZE/);
    expect(worker).toMatch(/^HEARTBEAT_TIMEOUT = \d+$/m);
    expect(flask).not.toContain('heartbeat');
  });

  it('limits threads beside an event loop alone', () => {
    expect([fastapi, flask].map((text) => text.includes('def limit_threads'))).toEqual([true, false]);
  });

  it('lets services of the stack be elsewhere', () => {
    const plan = planOf({ components: [...(FLASK.components ?? []), { name: 'mail', kind: 'uvicorn' }], links: [{ from: 'proxy', to: 'api' }, { from: 'api', to: 'mail' }, { from: 'api', to: 'db' }, { from: 'api', to: 'cache' }] });
    expect(renderSettings(...apiOf(plan))).toMatch(/^ {4}"mail": word\("MAIL_URL", "http:\/\/mail:\d+"\),$/m);
  });
});

describe('serving.py', () => {
  it.each([[FLASK, 'api', 'def wsgi(', 'def asgi('], [FASTAPI, 'api', 'def asgi(', 'def wsgi('], [WORKER, 'worker', 'def leaving(', 'def wsgi(']] as const)('is of the interface of its application', (said, name, its, other) => {
    const text = renderServing(...apiOf(planOf(said), name));
    expect([text.includes(its), text.includes(other)]).toEqual([true, false]);
  });

  it('waits for a check as long as whoever asks waits for the answer', () => {
    expect(renderServing(...apiOf(planOf(withSettings(FASTAPI, { 'api.container.healthcheck.timeout': 7000 }))))).toContain('await asyncio.wait_for(answer, 7)');
  });
});

test('each application has its files in a folder of its own', async () => {
  const paths = async (said: Said): Promise<readonly string[]> => (await pythonTarget.render(planOf(said))).map(({ path }) => path);
  expect(await paths(FLASK)).toEqual(['python/gunicorn.conf.py', 'python/settings.py', 'python/serving.py']);
  expect(await paths({ ...WORKER, components: [...(WORKER.components ?? []), { name: 'mail', kind: 'uvicorn' }] })).toEqual(['worker/settings.py', 'worker/serving.py', 'mail/settings.py', 'mail/serving.py']);
});
