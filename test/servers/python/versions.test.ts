import { describe, expect, it } from 'vitest';
import { atLeast } from '../../../src/model/version.ts';
import { describeWith } from '../describe-with.ts';
import { gunicornVersions, uvicornVersions } from '../tools.ts';
import { startPython, threadsOf, until, type RunningPython } from './running.ts';

/** How many requests are sent at once: more than all workers take, so that each of them is as busy as it can be. */
const CROWD = 40;

/** A worker class, the profile that it serves, and how many requests one of its processes answers at once at most. */
const classes: readonly (readonly [name: string, profile: string, most: (running: RunningPython) => number])[] = [
  ['sync', 'wsgi', () => 1],
  ['gthread', 'wsgi', ({ planned }) => planned('api.gunicorn.threads')],
  ['gevent', 'wsgi', () => CROWD],
  ['uvicorn_worker.UvicornWorker', 'asgi', () => CROWD],
  ['asgi', 'asgi', () => CROWD],
];

/** The native class came with this version; the one that follows does not read who is in front until the next. */
const NATIVE = { from: '24', deaf: '25', hears: '27' } as const;
const isDeaf = (name: string, version: string): boolean => name === 'asgi' && atLeast(version, NATIVE.deaf) && !atLeast(version, NATIVE.hears);
/** The native class of 25 counts every connection it ever had as open: it stops when its time is over, and by force. */
const isLingering = (name: string, version: string): boolean => name === 'asgi' && atLeast(version, '25') && !atLeast(version, '26');
const booted = gunicornVersions.flatMap((version) => classes.filter(([name]) => name !== 'asgi' || atLeast(version, NATIVE.from)).map((each) => [version, ...each] as const));

describeWith('the rendered gunicorn.conf.py', ['python', 'gunicorn', 'nginx-1.28'], () => {
  describe.concurrent('is served as the plan says', () => {
    it.each(booted)('by gunicorn %s with %s', async (version, name, profile, most) => {
      const running = await startPython(profile, 'gunicorn', version, [`api.gunicorn.worker_class=${name}`, 'api.gunicorn.workers=2', ...(name === 'gthread' ? ['api.gunicorn.threads=3'] : []), ...(isLingering(name, version) ? ['api.gunicorn.graceful_timeout=2s'] : [])]);
      const { stack, process, planned, workers, ask } = running;
      try {
        expect(process.log()).toContain(`Starting gunicorn ${version}`);
        await until(running, 'every worker runs', () => workers().length === planned('api.gunicorn.workers'));
        await crowdOf(running, most(running));
        // Threads come and stay: one for each request at once, beside the first.
        if (name === 'gthread') expect(workers().map(threadsOf)).toEqual(workers().map(() => planned('api.gunicorn.threads') + 1));
        expect((await ask('/', { 'x-forwarded-proto': 'https' })).scheme).toBe(isDeaf(name, version) ? 'http' : 'https');
        // Somebody else than the proxy.
        expect((await ask('/', { 'x-forwarded-proto': 'https' }, '127.0.0.9')).scheme).toBe(running.plan.entries.get('api.gunicorn.forwarded_allow_ips')?.value === '*' ? 'https' : 'http');

        const before = workers();
        process.signal('SIGHUP');
        await until(running, 'other workers run', () => workers().length === before.length && !workers().some((pid) => before.includes(pid)));

        await drains(running, isLingering(name, version) ? /Traceback/ : undefined);
      } finally {
        await stack.stop();
      }
    });
  });
});

describeWith('the rendered command of uvicorn', ['python', 'uvicorn', 'nginx-1.28'], () => {
  describe.concurrent('is served as the plan says', () => {
    it.each(uvicornVersions)('by uvicorn %s', async (version) => {
      const running = await startPython('uvicorn', 'uvicorn', version, ['api.uvicorn.workers=2']);
      const { stack, planned, workers, ask } = running;
      try {
        await until(running, 'every worker runs', () => workers().length === planned('api.uvicorn.workers'));
        await crowdOf(running, CROWD);
        expect((await ask('/', { 'x-forwarded-proto': 'https' })).scheme).toBe('https');
        await drains(running);
      } finally {
        await stack.stop();
      }
    });
  });
});

/** Sends crowds until every worker has had as many requests at once as it can have, and none ever more: an event loop may take a crowd alone. */
async function crowdOf(running: RunningPython, most: number): Promise<void> {
  const { ask, workers } = running;
  const seen = new Map<number, number>();
  await until(running, 'every worker is as busy as it can be', async () => {
    const told = await Promise.all(Array.from({ length: CROWD }, () => ask('/?wait=0.1')));
    for (const one of told) seen.set(one.pid, Math.max(one.most, seen.get(one.pid) ?? 0));
    expect(told.map(({ status }) => status)).toEqual(told.map(() => 200));
    return workers().every((pid) => (seen.get(pid) ?? 0) >= (most < CROWD ? most : 2));
  });
  expect([...seen.keys()].sort()).toEqual([...workers()].sort());
  if (most < CROWD) expect(Math.max(...seen.values())).toBe(most);
}

/** A request that has begun is answered after the stop signal, and the server ends by itself. */
async function drains(running: RunningPython, unwanted = /Error|Traceback|SIGKILL/): Promise<void> {
  const { ask, process } = running;
  const slow = ask('/?wait=0.5');
  await until(running, 'it is being answered', () => process.log().includes('waiting 0.5'));
  process.signal('SIGTERM');
  expect((await slow).status).toBe(200);
  await process.ended;
  expect(process.log().split('\n').filter((line) => unwanted.test(line)), process.log()).toEqual([]);
}
