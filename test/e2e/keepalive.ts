import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { byForm } from './form.ts';
import { startItems, type Running } from './items.ts';
import { reuse, type Reused } from './kept.ts';
import type { Runtime } from './runtimes.ts';
import { note, printTable, showCounts } from './table.ts';

/** The proxy keeps idle connections to the application for two seconds, and to clients for five; everything else follows. The long form takes the values as rendered. */
const SHORT = ['proxy.nginx.upstream.keepalive_timeout[api]=2s', 'proxy.nginx.keepalive_timeout=5s'];

/** Idle connections that are used again, as many as the proxy keeps at least; and how often at each edge. */
export interface Rounds {
  readonly connections: number;
  readonly upstream: number;
  readonly application: number;
  readonly client: number;
  /** Where the application closes first. */
  readonly control: number;
}

/** Milliseconds around an edge. */
const SPREAD = byForm(60, 150);

/** Spacings around an edge, in milliseconds: before, at and behind it. */
const edge = (at: number, rounds: number): readonly number[] => Array.from({ length: rounds }, (_, round) => at + SPREAD * (round - (rounds - 1) / 2));

/** Stops one side for as long as requests come, as a container that has used up its CPU time is stopped; its timers, what it hears of the other side and its requests then come at the same time. */
const stopLate = (stack: Running, { late, working }: Runtime) => async (length: number): Promise<void> => {
  const [copy] = stack.processes(late.side);
  const pids = copy === undefined ? [] : late.side === 'proxy' ? copy.pids() : working(copy);
  expect(pids).not.toEqual([]);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  await sleep(length + late.by);
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

/** Starts a stack for one test, and stops it behind it. */
async function withStack(profile: string, sets: readonly string[], runtime: Runtime, test: (stack: Running) => Promise<void>): Promise<void> {
  const stack = await startItems(profile, sets, runtime);
  try {
    await test(stack);
  } finally {
    await stack.stop();
  }
}

const kept = async ({ query }: Running): Promise<number> => (await query<{ count: number }>(`SELECT count(*)::int FROM items WHERE category = 'edge'`))[0]?.count ?? 0;
const failedOf = ({ sent, statuses }: Reused): number => sent - (statuses[201] ?? 0);

/** The connections whose idleness ends, and the setting that says when. */
const sides = { upstream: 'nginx to application', application: 'application', client: 'client to nginx' } as const;
type Side = keyof typeof sides;

/** What becomes of POSTs on idle connections to an application: a profile as rendered, and with an application that closes after `tooSoon`, which a plan never says by itself. Each test waits most of its time, on a stack of its own: all of them wait at once. */
export const useAgain = (runtime: Runtime, profile: string, rounds: Rounds, tooSoon: string): void => describeWith(`idle connections to ${runtime.name} that are used again for a POST`, runtime.tools, () => {
  afterAll(printTable);
  const { connections } = rounds;

  it.concurrent.for((Object.keys(sides) as Side[]).filter((side) => rounds[side] > 0))('are never closed under it, at the edge of the timeout of: %s', { timeout: byForm(180_000, 1_200_000) }, (side) => withStack(profile, [...runtime.patient, ...byForm(SHORT, [])], runtime, async (stack) => {
    const upstream = stack.planned('proxy.nginx.upstream.keepalive_timeout[api]');
    const application = stack.planned(runtime.keepalive);
    expect(application).toBeGreaterThan(upstream);
    const at = { upstream, application, client: stack.planned('proxy.nginx.keepalive_timeout') }[side];
    const reused = await reuse({ url: stack.url, connections, spread: SPREAD, spacings: edge(at, rounds[side]), around: stopLate(stack, runtime) });
    note({ shown: `${runtime.name} (d) POSTs after ${at / 1000} s of idleness (${sides[side]})`, requests: reused.sent, failed: failedOf(reused), said: `${showCounts(reused.statuses)}${reused.again > 0 ? `; ${reused.again} found that nginx had just closed and were sent again` : ''}` });
    expect(reused.statuses).toEqual({ 201: reused.sent });
    // Before nginx itself closes, nobody closes a connection that it has kept open for its client.
    if (side !== 'client') expect(reused.again).toBe(0);
    expect(await kept(stack)).toBe(reused.sent);
  }));

  it.concurrent('would be, if the application closed first', () => withStack(profile, [...runtime.patient, `${runtime.keepalive}=${tooSoon}`], runtime, async (stack) => {
    const at = await idleTime(stack);
    expect(at).toBeLessThan(stack.planned('proxy.nginx.upstream.keepalive_timeout[api]'));
    const reused = await reuse({ url: stack.url, connections, spread: SPREAD, spacings: edge(at, rounds.control), around: stopLate(stack, runtime) });
    note({ shown: `${runtime.name} (d) control: the application closes after ${(at / 1000).toFixed(1)} s, before nginx`, requests: reused.sent, failed: failedOf(reused), said: `${showCounts(reused.statuses)}: as it must be, or the lines above would show nothing` });
    expect(reused.statuses[502]).toBeGreaterThan(0);
  }), 120_000);
});
