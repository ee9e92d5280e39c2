import { readFileSync } from 'node:fs';
import { get as httpGet } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ask, type Answer } from '../../e2e/ask.ts';
import { stackTools } from '../../live/tools.ts';
import { describeWith } from '../describe-with.ts';
import { startServing, type Profile, type Serving } from './serving.ts';

const KiB = 1024;
/** How often a few more requests are sent before it is given up that they come to every worker. */
const WAVES = 24;

interface Case {
  readonly name: string;
  readonly profile: Profile;
  readonly sets: readonly string[];
  /** How many requests one worker works on at once at most, the pool left aside. */
  readonly slots: (serving: Serving) => number;
  /** Whom the application takes for its client. */
  readonly client: string;
  /** Whom it takes for its client where somebody else than the proxy claims to pass on a request of CLIENT's over TLS. */
  readonly stranger: { readonly client: string; readonly scheme: string };
}

const classed = (name: string): readonly string[] => [`api.gunicorn.worker_class=${name}`, 'api.gunicorn.workers=2'];
/** Clients are named in X-Forwarded-For, as a load balancer in front of the proxy does. */
const CLIENT = '203.0.113.7';
const STRANGER = '127.0.0.9';
const unbelieved = { client: STRANGER, scheme: 'http' } as const;
/** ProxyFix counts the proxies and asks for no address: whoever reaches the port is believed, and only the proxy does. */
const believed = { client: CLIENT, scheme: 'https' } as const;

const cases: readonly Case[] = [
  { name: 'Flask in gunicorn, sync', profile: 'flask', sets: classed('sync'), slots: () => 1, client: CLIENT, stranger: believed },
  { name: 'Flask in gunicorn, gthread', profile: 'flask', sets: classed('gthread'), slots: ({ planned }) => planned('api.gunicorn.threads'), client: CLIENT, stranger: believed },
  { name: 'Flask in gunicorn, gevent', profile: 'flask', sets: classed('gevent'), slots: () => Infinity, client: CLIENT, stranger: believed },
  { name: 'FastAPI in gunicorn, uvicorn-worker', profile: 'fastapi', sets: classed('uvicorn_worker.UvicornWorker'), slots: () => Infinity, client: CLIENT, stranger: unbelieved },
  // The native class believes the scheme, not the address.
  { name: 'FastAPI in gunicorn, asgi', profile: 'fastapi', sets: classed('asgi'), slots: () => Infinity, client: '127.0.0.1', stranger: unbelieved },
  { name: 'FastAPI in uvicorn', profile: 'fastapi-alone', sets: ['api.uvicorn.workers=2'], slots: () => Infinity, client: CLIENT, stranger: unbelieved },
];

describeWith('an example behind the rendered proxy', [...stackTools, 'python', 'gunicorn', 'uvicorn'], () => {
  it.each(cases)('$name', async ({ profile, sets, slots, client, stranger }) => {
    const serving = await startServing(profile, sets);
    try {
      const { url, api, planned } = serving;
      const direct = `http://${api.host}:${api.port}`;
      const get = (path: string): Promise<Answer> => ask(`${url}${path}`, { client: CLIENT });

      // The proxy has asked for the address of the application when it passes on the first request.
      while ((await get('/nowhere')).status === 502) await sleep(100);
      const answers = await Promise.all(['/', '/items/1', '/items?after=10', '/feed', '/search?q=lamp', '/me', '/nowhere', '/assets/style.3841801b.css'].map(get));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 401, 404, 200]);
      expect(JSON.parse((await get('/who')).text)).toEqual({ client, scheme: 'http' });
      expect(await asStranger(`${direct}/who`)).toEqual(stranger);

      const limit = planned('api.python.body_limit.route[/upload]');
      const uploads = await Promise.all([url, direct].map((to) => ask(`${to}/upload`, { method: 'POST', body: Buffer.alloc(limit), client: CLIENT })));
      expect(uploads.map(({ status }) => status)).toEqual([201, 201]);
      expect(await Promise.all([url, direct].map((to) => announced(to, limit + 1)))).toEqual([413, 413]);

      const workers = planned('api.gunicorn.workers') || planned('api.uvicorn.workers');
      const pool = planned('api.sqlalchemy.pool_size') + planned('api.sqlalchemy.max_overflow');
      const most = workers * Math.min(pool, slots(serving));
      const seen = await underLock(serving, most);
      expect(seen.connections).toBe(most);
      expect([...new Set(seen.statuses)].filter((status) => status !== 200 && status !== 503)).toEqual([]);
      expect(seen.statuses).toContain(200);

      const metrics = await (await fetch(`http://${api.host}:${api.metricsPort}/metrics`)).text();
      expect(sumOf(metrics, 'http_requests_total', /route="\/items"/)).toBe(1 + seen.statuses.length);

      // What the master has loaded before the fork is shared, and counted in each of them.
      const memory = api.pids().slice(1).map(memoryOf);
      console.info(`${profile} ${sets.join(' ')}: workers of ${memory.map((bytes) => `${Math.round(bytes / KiB / KiB)} MiB`).join(', ')}; planned ${planned('api.workload.worker_memory') / KiB / KiB} MiB; ${most} connections`);
      expect(Math.max(...memory)).toBeLessThanOrEqual(planned('api.workload.worker_memory'));

      await serving.processes('db')[0]?.stop();
      const status = async (path: string): Promise<number> => (await ask(`${direct}${path}`)).status;
      const settled = async (path: string, wanted: number): Promise<void> => {
        // Each worker asks the database once a second at most, and one of them may take several requests in a row.
        for (let same = 0; same < 4 * workers; await sleep(100)) same = await status(path) === wanted ? same + 1 : 0;
      };
      await settled('/readyz', 503);
      await settled('/healthz', 503);
      expect([await status('/livez'), await status('/items?after=1')]).toEqual([200, 503]);
      await serving.start('db');
      await settled('/readyz', 200);
      expect((await get('/items?after=1')).status).toBe(200);
    } finally {
      await serving.stop();
    }
  });
});

/**
 * Asks for items while nobody may read them: every request that gets a connection holds it. Asks until as many are held as
 * there can be, and as often again: an event loop may take a crowd alone. Gives the most that were held, and what was answered in the end.
 */
async function underLock({ url, superuser }: Serving, most: number): Promise<{ readonly connections: number; readonly statuses: readonly number[] }> {
  const [locker, watcher] = [await superuser(), await superuser()];
  const count = async (): Promise<number> => (await watcher.query<{ count: number }>("SELECT count(*)::int FROM pg_stat_activity WHERE usename = 'api' AND wait_event_type = 'Lock'")).rows[0]?.count ?? 0;
  try {
    await locker.query('BEGIN; LOCK TABLE items IN ACCESS EXCLUSIVE MODE');
    const asked: Promise<Answer>[] = [];
    let connections = 0;
    for (let waves = WAVES; waves > 0; waves -= connections < most ? 1 : WAVES / 4) {
      for (let i = 0; i < most / 2; i += 1) asked.push(ask(`${url}/items?after=${asked.length}`, { client: `203.0.113.${asked.length}` }));
      await sleep(50);
      connections = Math.max(connections, await count());
    }
    await locker.query('COMMIT');
    return { connections, statuses: (await Promise.all(asked)).map(({ status }) => status) };
  } finally {
    await Promise.all([locker.end(), watcher.end()]);
  }
}

/** How an upload of so many bytes is answered before any of them is sent. */
const announced = (to: string, bytes: number): Promise<number> => new Promise((resolve, reject) => {
  const { hostname, port } = new URL(to);
  const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(`POST /upload HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: ${bytes}\r\n\r\n`));
  socket.once('error', reject).once('data', (answer) => {
    socket.destroy();
    resolve(Number(answer.toString('latin1').split(' ')[1]));
  });
});

/** What /who tells somebody who is not the proxy. */
const asStranger = (url: string): Promise<unknown> => new Promise((resolve, reject) => {
  httpGet(url, { agent: false, localAddress: STRANGER, headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': CLIENT } }, (response) => void response.toArray().then((parts) => resolve(JSON.parse(Buffer.concat(parts).toString())), reject)).once('error', reject);
});

/** The sum of a counter over the label sets that match. */
const sumOf = (metrics: string, name: string, labels: RegExp): number =>
  metrics.split('\n').filter((line) => line.startsWith(`${name}{`) && labels.test(line)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);

/** Memory of a process that a limit counts, bytes: its own, and what it shares with other processes in part. */
const memoryOf = (pid: number): number => Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) * KiB;
