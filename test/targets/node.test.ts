import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { jsKey, jsString } from '../../src/formats/javascript-values.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Stack } from '../../src/model/stack.ts';
import { MiB, SECOND } from '../../src/model/value.ts';
import { nodeTarget, renderServerConfig } from '../../src/targets/node.ts';
import { importNodeConfig } from '../servers/node-config.ts';
import { componentOf, planOf, type Said } from './profile-stack.ts';

const SEVERAL: Said = {
  components: [
    { name: 'proxy', kind: 'nginx' }, { name: 'api', kind: 'node' }, { name: 'admin', kind: 'node' }, { name: 'pooler', kind: 'pgbouncer' },
    { name: 'db', kind: 'postgres' }, { name: 'reports-db', kind: 'postgres' }, { name: 'cache', kind: 'redis' }, { name: 'queue', kind: 'redis' },
  ],
  links: [
    { from: 'proxy', to: 'api' }, { from: 'proxy', to: 'admin' }, { from: 'api', to: 'pooler' }, { from: 'pooler', to: 'db' },
    { from: 'api', to: 'reports-db' }, { from: 'api', to: 'cache' }, { from: 'api', to: 'queue' }, { from: 'api', to: 'admin' },
  ],
  routes: [{ path: '/' }, { path: '/live', stream: 'websocket' }, { path: '/upload' }, { path: '/admin', to: 'admin' }],
  settings: { 'api.route.body_limit[/upload]': 50 * MiB, 'api.route.timeout[/upload]': 61_000 },
};

const config = (plan: Stack, name = 'api'): string => renderServerConfig(plan, componentOf(plan, name));

let folder = '';
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'plumbline-node-')); });
afterAll(() => rmSync(folder, { recursive: true }));

/** The text as a file. */
function written(text: string): string {
  const file = join(folder, 'server.config.mjs');
  writeFileSync(file, text);
  return file;
}

const imported = async (text: string, env: Readonly<Record<string, string>> = {}): Promise<Readonly<Record<string, unknown>>> => {
  const result = await importNodeConfig(written(text), env);
  if ('error' in result) throw new Error(result.error);
  return result.exports.config as Readonly<Record<string, unknown>>;
};
/** Why the file cannot be imported. */
const refused = async (text: string, env: Readonly<Record<string, string>>): Promise<string> => {
  const result = await importNodeConfig(written(text), env);
  return 'error' in result ? (/^Error: (.*)$/m.exec(result.error)?.[1] ?? result.error) : 'accepted';
};

test('strings and keys are spelled so that nothing leaves them', () => {
  for (const text of ["it's", 'a\\b', 'a\nb\r\tc', '\u2028\u2029\u0000\u202e', '</script>', '${x}`', '😀', '__proto__']) {
    expect(jsString(text)).toMatch(/^'[^\n\r\u2028\u2029<]*'$/);
    expect((0, eval)(jsString(text))).toBe(text);
    expect(Object.keys((0, eval)(`({ ${jsKey(text)}: 1 })`) as object)).toEqual([text]);
  }
  expect([jsString('/feed'), jsKey('api'), jsKey('my-api'), jsKey('1st')]).toEqual(["'/feed'", 'api', "'my-api'", "'1st'"]);
});

describe('the configuration', () => {
  it('says what the plan says, in the names of the libraries', async () => {
    expect(await imported(config(planOf()))).toEqual({
      name: 'api',
      listen: { host: '0.0.0.0', port: 3000, backlog: 1024, reusePort: true },
      processes: { workers: 2, heap: expect.any(Number), semiSpace: expect.any(Number), threadPool: 4, execArgv: [expect.stringMatching(/^--max-old-space-size=\d+$/), expect.stringMatching(/^--max-semi-space-size=\d+$/)] },
      http: { keepAliveTimeout: 72_000, headersTimeout: 60_000, requestTimeout: 120_000, connectionsCheckingInterval: 5000, maxHeaderSize: 32_768, maxRequestsPerSocket: 0, maxConnections: expect.any(Number), bodyLimit: 1_048_576, handlerTimeout: 20_000, trustProxy: 1 },
      routes: [],
      postgres: {
        pool: { host: 'db', port: 5432, database: 'shop', user: 'api', max: 3, connectionTimeoutMillis: 2000, idleTimeoutMillis: 30_000, maxLifetimeSeconds: 1800, statement_timeout: 14_000, application_name: 'api', keepAlive: true },
        passwordFile: '/run/secrets/api_db_password',
        prepare: true,
      },
      redis: { client: { host: 'cache', port: 6379, connectTimeout: 2000, commandTimeout: 1000, maxRetriesPerRequest: 2 }, connections: 1 },
      cache: { short: 300_000, medium: 900_000, long: 3_600_000 },
      pressure: { maxInFlight: 300, maxEventLoopDelay: 300, maxEventLoopUtilization: 0.95, eventLoopUtilizationMode: 'interval', maxHeapUsedBytes: expect.any(Number), maxRssBytes: expect.any(Number), sampleInterval: 1000, retryAfter: 5 },
      shutdown: { delay: 12_000, drain: 20_000, close: 5000 },
      health: { live: '/livez', ready: '/readyz' },
      metrics: { port: 9090, latency: 150, threshold: 150 },
      log: { level: 'info' },
    });
  });

  it('names every server that it is linked to', async () => {
    const plan = planOf(SEVERAL);
    const api = await imported(config(plan));
    expect(api).toMatchObject({
      postgres: { pool: { host: 'pooler', port: 6432, database: 'db', user: 'api' } },
      otherDatabases: { 'reports-db': { pool: { host: 'reports-db', port: 5432, database: 'reports_db', statement_timeout: expect.any(Number) } } },
      redis: { client: { host: 'cache' } },
      otherCaches: { queue: { client: { host: 'queue' } } },
      services: { admin: 'http://admin:3000' },
    });
    expect(api).not.toHaveProperty('postgres.pool.statement_timeout');
    expect(api.routes).toEqual([{ path: '/live', timeout: 3_600_000, stream: 'websocket' }, { path: '/upload', bodyLimit: 52_428_800, timeout: 61_000, stream: 'none' }]);
    const admin = await imported(config(plan, 'admin'));
    expect(['postgres', 'redis', 'services'].filter((section) => section in admin)).toEqual([]);
  });

  it('names a server elsewhere by its address', async () => {
    const plan = planOf({ settings: { 'db.component.external': 'db.example.com:5555' } });
    expect(await imported(config(plan))).toMatchObject({ postgres: { pool: { host: 'db.example.com', port: 5555 } } });
  });

  it('has a file for each application', async () => {
    expect((await nodeTarget.render(planOf())).map(({ path }) => path)).toEqual(['server/server.config.mjs']);
    expect((await nodeTarget.render(planOf(SEVERAL))).map(({ path }) => path)).toEqual(['api/server.config.mjs', 'admin/server.config.mjs']);
  });

  it('cannot be changed, and holds no password', () => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, 's3cret\n');
    const script = `import { config, password } from ${JSON.stringify(written(config(planOf())))};
      for (const change of [() => { config.http.bodyLimit = 1; }, () => { config.routes.push({}); }, () => { config.postgres.pool.max = 99; }, () => { config.more = 1; }]) {
        try { change(); console.log('changed'); } catch (error) { if (!(error instanceof TypeError)) throw error; }
      }
      console.log(JSON.stringify([password(), config.postgres.pool.password(), JSON.stringify(config).includes('s3cret')]));
      try { password('/nowhere/at/all'); } catch (error) { console.log(error.message); }`;
    expect(run(script, { DB_PASSWORD_FILE: secret })).toEqual({ stdout: '["s3cret","s3cret",false]\nexpected a file with the password, cannot read "/nowhere/at/all"\n', stderr: '' });
  });

  it('is taken by node:http as it is, and its flags by node', () => {
    const script = `import http from 'node:http'; import v8 from 'node:v8';
      import { config } from ${JSON.stringify(written(config(planOf())))};
      const server = http.createServer(config.http, (request, response) => response.end('ok'));
      server.listen({ ...config.listen, port: 0 }, async () => {
        const { port } = server.address();
        const answer = await fetch('http://127.0.0.1:' + port);
        console.log(JSON.stringify([await answer.text(), answer.headers.get('keep-alive'), server.keepAliveTimeout, server.headersTimeout, server.requestTimeout]));
        console.log(Math.round(v8.getHeapStatistics().heap_size_limit / 2 ** 20) >= config.processes.heap, config.processes.execArgv.every((flag) => process.execArgv.includes(flag)));
        server.closeAllConnections(); server.close();
      });`;
    const flags = (/execArgv: \[`(--[a-z-]+=)\$\{HEAP_MIB\}`, `(--[a-z-]+=)\$\{SEMI_SPACE_MIB\}`\]/.exec(config(planOf())) ?? []).slice(1);
    const numbers = [...config(planOf()).matchAll(/^const (?:HEAP|SEMI_SPACE)_MIB = (\d+);$/gm)].map(([, number]) => number);
    expect(run(script, {}, flags.map((flag, at) => `${flag}${numbers[at]}`))).toEqual({ stdout: '["ok","timeout=72",72000,60000,120000]\ntrue true\n', stderr: '' });
  });

  it('is typed: editors and tsc find no fault in it', () => {
    const plan = planOf(SEVERAL);
    const files = [config(planOf()), config(plan), config(plan, 'admin')].map((text, at) => {
      const file = join(folder, `typed-${at}.mjs`);
      writeFileSync(file, text);
      return file;
    });
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const { stdout, status } = spawnSync(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'), '--ignoreConfig', '--noEmit', '--allowJs', '--checkJs', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noUnusedLocals',
      '--module', 'esnext', '--moduleResolution', 'bundler', '--target', 'es2022', '--types', 'node', '--typeRoots', join(root, 'node_modules/@types'), '--skipLibCheck', ...files,
    ], { encoding: 'utf8', cwd: folder });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });
});

describe('overrides', () => {
  const text = config(planOf());

  it('are taken from the environment', async () => {
    const env = { HOST: '127.0.0.1', PORT: '8000', METRICS_PORT: '9999', WORKERS: '1', BODY_LIMIT: '1000', LOG_LEVEL: 'debug', DB_HOST: 'elsewhere', DB_PORT: '6000', DB_NAME: 'other', DB_USER: 'me', DB_PASSWORD_FILE: '/there', DB_POOL_MAX: '6', REDIS_HOST: 'r', REDIS_PORT: '1' };
    const found = await imported(text, env);
    expect(found).toMatchObject({
      listen: { host: '127.0.0.1', port: 8000 }, metrics: { port: 9999 }, processes: { workers: 1 }, http: { bodyLimit: 1000 }, log: { level: 'debug' },
      postgres: { passwordFile: '/there', pool: { host: 'elsewhere', port: 6000, database: 'other', user: 'me', max: 6 } }, redis: { client: { host: 'r', port: 1 } },
    });
    for (const name of Object.keys(env)) expect(/ \* The environment may override (.*)\./.exec(text)?.[1]?.split(', ')).toContain(name);
    expect(await imported(text, Object.fromEntries(Object.keys(env).map((name) => [name, ''])))).toEqual(await imported(text));
  });

  it.each([
    [{ PORT: '70000' }, 'PORT: expected the number of a port, found "70000"'],
    [{ PORT: 'abc' }, 'PORT: expected a whole number of at least 1, found "abc"'],
    [{ PORT: '0' }, 'PORT: expected a whole number of at least 1, found "0"'],
    [{ DB_PORT: '5432.5' }, 'DB_PORT: expected a whole number of at least 1, found "5432.5"'],
    [{ WORKERS: '-1' }, 'WORKERS: expected a whole number of at least 1, found "-1"'],
    [{ WORKERS: '1e1' }, 'WORKERS: expected a whole number of at least 1, found "1e1"'],
    [{ DB_POOL_MAX: '99999999999999999999' }, 'DB_POOL_MAX: expected a whole number of at least 1, found "99999999999999999999"'],
    [{ DB_HOST: 'a b' }, 'DB_HOST: expected a text without blanks, found "a b"'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: expected one of fatal, error, warn, info, debug, trace, silent, found "loud"'],
    [{ DB_POOL_MAX: '20' }, 'DB_POOL_MAX: 2 workers x 20 connections = 40, but the plan has 6: the database keeps no more for them. Lower it, render another plan, or set OVER_PLAN=allow.'],
    [{ BODY_LIMIT: '1048577' }, 'BODY_LIMIT = 1048577, but the plan has 1048576: what stands in front lets no larger body through. Lower it, render another plan, or set OVER_PLAN=allow.'],
  ] as const)('%j ends the start', async (env, message) => expect(await refused(text, env)).toBe(message));

  it('more workers than planned break the budget of memory and of connections', async () => {
    expect(await refused(text, { WORKERS: '3' })).toMatch(/^WORKERS: 3 workers x (\d+) MiB of heap = \d+, but the plan has \d+: the container holds no more\./);
    expect(await refused(text, { WORKERS: '3', DB_POOL_MAX: '1' })).toMatch(/^WORKERS: 3 workers/);
  });

  it('a broken budget can be allowed, and is told aloud', () => {
    const script = `import { config } from ${JSON.stringify(written(text))}; console.log(config.postgres.pool.max);`;
    const { stdout, stderr } = run(script, { DB_POOL_MAX: '20', OVER_PLAN: 'allow' });
    expect(stdout).toBe('20\n');
    expect(stderr).toMatch(/OverPlanWarning: DB_POOL_MAX: 2 workers x 20 connections = 40, but the plan has 6/);
  });
});

describe('numbers', () => {
  it.each([['api', {}], ['api', SEVERAL], ['admin', SEVERAL]] as const)('every number comes from an entry, and its reason stands above (%s)', (name, said: Said) => {
    const plan = planOf(said);
    const known = new Set([...plan.entries.values()].flatMap(({ value }) => (typeof value === 'number' ? [value, value / SECOND, value / MiB].map(String) : [])));
    const lines = config(plan, name).replace(/\/\*\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).split('\n');
    const unknown: string[] = [];
    const bare: string[] = [];
    lines.forEach((line, at) => {
      if (/^ *\/\//.test(line)) return;
      const numbers = line.replace("'0.0.0.0'", '').replace('Uint16Array.of(number)[0]', '').replace('number > 0', '').replace('at least 1', '').match(/(?<![\w$])\d[\w.]*/g) ?? [];
      unknown.push(...numbers.filter((number) => !known.has(number)));
      if (numbers.length > 0 && !/^ *\/\/ \S/.test(lines[at - 1] ?? '')) bare.push(line);
    });
    expect({ unknown, bare }).toEqual({ unknown: [], bare: [] });
  });

  it('what a flag cannot be told exactly is an error with its place', () => {
    expect(() => config(planOf({ settings: { 'api.node.max_old_space_size': 100 * MiB + 1 } }))).toThrow(/^shop\.yaml:1:1: api\.node\.max_old_space_size: node cannot be told 104857601 bytes exactly/);
  });

  it('is the same text each time', () => expect(config(planOf(SEVERAL))).toBe(config(planOf(SEVERAL))));
});

it('text that is not trusted stays in its string or comment', async () => {
  const plan = planOf({ routes: [{ path: "/'+process.exit(7)+'\n*/", stream: 'sse' }] });
  const origin = { from: 'stated', at: { file: 'a\n*/ throw 1;\u2028x', line: 1, column: 1 } } as const;
  const entries = new Map([...plan.entries].map(([id, entry]): [string, Entry] => [id, { ...entry, origin, ...(id === 'api.component.version' ? { value: '24 */ throw 1; /*' } : {}) }]));
  const renamed = { ...plan, name: "x'y", entries };
  const found = await imported(config(renamed));
  expect(found).toMatchObject({ routes: [{ path: "/'+process.exit(7)+'\n*/" }], postgres: { pool: { database: "x'y" } } });
});

/** Runs a module in a Node of its own. */
function run(script: string, env: Readonly<Record<string, string>> = {}, flags: readonly string[] = []): { readonly stdout: string; readonly stderr: string } {
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '--eval', script], { encoding: 'utf8', env: { PATH: process.env.PATH, ...env } });
  return { stdout, stderr };
}
