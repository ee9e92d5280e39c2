import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { stackTools } from '../live/tools.ts';
import { byForm } from './form.ts';
import { listening, startItems, type Running } from './items.ts';
import { reuse, type Reused } from './kept.ts';
import { note, printTable, showCounts } from './table.ts';

/** The proxy keeps idle connections to the application for two seconds, and to clients for five; everything else follows. The long form takes the values as rendered. */
const SHORT = ['proxy.nginx.upstream.keepalive_timeout[api]=2s', 'proxy.nginx.keepalive_timeout=5s'];
/** The application closes first, which a plan never says by itself. */
const BROKEN = ['api.node.keepAliveTimeout=2s'];
const BUSY_MACHINE = ['api.node.max_event_loop_delay=5s', 'api.node.max_event_loop_utilization=1'];

/** As many as nginx keeps to the application in small; fewer leave time for others. */
const CONNECTIONS = byForm(80, 95);
/** Milliseconds around an edge. */
const SPREAD = byForm(60, 150);

/** Spacings around an edge, in milliseconds: before, at and behind it. */
const edge = (at: number, rounds: number): readonly number[] => Array.from({ length: rounds }, (_, round) => at + SPREAD * (round - (rounds - 1) / 2));

/** Stops the workers for as long as requests come, as a container that has used up its CPU time is stopped; its timers and its requests then come at the same time. */
const stopWorkers = (stack: Running) => async (length: number): Promise<void> => {
  const [api] = stack.processes('api');
  const pids = api === undefined ? [] : listening(api);
  expect(pids).not.toEqual([]);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  await sleep(length + 20);
  for (const pid of pids) process.kill(pid, 'SIGCONT');
};

/** Milliseconds after which the application closes an idle connection, asked of itself: Node adds to what it is told, each version otherwise. */
function idleTime(stack: Running): Promise<number> {
  const [api] = stack.processes('api');
  const socket = connect(api?.port ?? 0, api?.host ?? '');
  return new Promise((resolve, reject) => {
    let answered = 0;
    socket.once('error', reject);
    socket.on('data', () => { answered = Date.now(); });
    socket.on('close', () => resolve(Date.now() - answered));
    socket.write('GET /livez HTTP/1.1\r\nhost: api\r\n\r\n');
  });
}

describeWith('idle connections that are used again for a POST', stackTools, () => {
  let stack: Running | undefined;
  afterEach(() => stack?.stop());
  afterAll(printTable);

  const kept = async ({ query }: Running): Promise<number> => (await query<{ count: number }>(`SELECT count(*)::int FROM items WHERE category = 'edge'`))[0]?.count ?? 0;
  const failedOf = ({ sent, statuses }: Reused): number => sent - (statuses[201] ?? 0);

  it('are never closed under it, at the edge of any timeout', async () => {
    stack = await startItems('small', [...BUSY_MACHINE, ...byForm(SHORT, [])]);
    const upstream = stack.planned('proxy.nginx.upstream.keepalive_timeout[api]');
    const application = stack.planned('api.node.keepAliveTimeout');
    const client = stack.planned('proxy.nginx.keepalive_timeout');
    expect(application).toBeGreaterThan(upstream);
    let stored = 0;
    const edges = [['nginx to application', upstream, byForm(5, 3)], ['application', application, byForm(1, 2)], ['client to nginx', client, byForm(3, 3)]] as const;
    for (const [side, at, rounds] of edges) {
      const reused = await reuse({ url: stack.url, connections: CONNECTIONS, spread: SPREAD, spacings: edge(at, rounds), around: stopWorkers(stack) });
      note({ shown: `(d) POSTs after ${at / 1000} s of idleness (${side})`, requests: reused.sent, failed: failedOf(reused), said: `${showCounts(reused.statuses)}${reused.again > 0 ? `; ${reused.again} found that nginx had just closed and were sent again` : ''}` });
      expect(reused.statuses).toEqual({ 201: reused.sent });
      // Before nginx itself closes, nobody closes a connection that it has kept open for its client.
      if (side !== 'client to nginx') expect(reused.again).toBe(0);
      stored += reused.sent;
      expect(await kept(stack)).toBe(stored);
    }
  }, byForm(180_000, 1_200_000));

  it('would be, if the application closed first', async () => {
    stack = await startItems('small', [...BUSY_MACHINE, ...BROKEN]);
    const at = await idleTime(stack);
    expect(at).toBeLessThan(stack.planned('proxy.nginx.upstream.keepalive_timeout[api]'));
    const reused = await reuse({ url: stack.url, connections: CONNECTIONS, spread: SPREAD, spacings: edge(at, 5), around: stopWorkers(stack) });
    note({ shown: `(d) control: the application closes after ${(at / 1000).toFixed(1)} s, before nginx`, requests: reused.sent, failed: failedOf(reused), said: `${showCounts(reused.statuses)}: as it must be, or the lines above would show nothing` });
    expect(reused.statuses[502]).toBeGreaterThan(0);
  }, 120_000);
});
