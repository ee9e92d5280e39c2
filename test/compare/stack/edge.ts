import { Agent } from 'undici';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Setting } from '../part.ts';
import type { RunningStack } from './running.ts';

/** How the edge is swept: connections, rounds, and the pauses between requests, from and to in milliseconds. */
interface Sweep { readonly connections: number; readonly rounds: number; readonly from: number; readonly to: number }

/** Milliseconds around an edge that are swept. */
const [BEFORE, BEHIND] = [10, 6];

/** POST requests that were sent, those that ended in an error or in an answer of 500 and above, and all by status. */
interface EdgeResult { readonly sent: number; readonly failed: number; readonly statuses: Readonly<Record<string, number>> }

/** What the edge did to one of the compared stacks. */
export interface EdgeRow extends EdgeResult { readonly variant: string }

/** Sweeps the edges (seconds) of all stacks at the same time; without connections, none. */
export async function sweepAll(stacks: readonly RunningStack[], edges: readonly number[], { connections, rounds }: Pick<Sweep, 'connections' | 'rounds'>, { progress, stop }: Pick<Setting, 'progress' | 'stop'>): Promise<readonly EdgeRow[]> {
  if (connections === 0) return [];
  const swept: EdgeRow[] = [];
  for (const edge of edges) {
    stop.throwIfAborted();
    progress(`POST after pauses of about ${edge} s, all stacks at once`);
    swept.push(...await Promise.all(stacks.map(async (stack) => ({ variant: stack.variant.id, ...await sweepEdge(stack, { connections, rounds, from: 1000 * edge - BEFORE, to: 1000 * edge + BEHIND }) }))));
  }
  return stacks.map(({ variant: { id } }) => swept.filter(({ variant }) => variant === id).reduce(add));
}

const add = (a: EdgeRow, b: EdgeRow): EdgeRow => ({
  variant: a.variant, sent: a.sent + b.sent, failed: a.failed + b.failed,
  statuses: Object.fromEntries([...new Set([...Object.keys(a.statuses), ...Object.keys(b.statuses)])].map((status) => [status, (a.statuses[status] ?? 0) + (b.statuses[status] ?? 0)])),
});

/** Sends POSTs on idle connections, each after a pause close to the idle timeout of the application. */
async function sweepEdge({ url }: RunningStack, { connections, rounds, from, to }: Sweep): Promise<EdgeResult> {
  const agent = new Agent({ connections, pipelining: 1, keepAliveTimeout: 60_000 });
  const statuses: Record<string, number> = {};
  let failed = 0;
  let sent = 0;
  const post = async (number: number): Promise<void> => {
    sent += 1;
    const status = await agent.request({ origin: url, path: '/items', method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.0.0.${number}` }, body: BODY })
      .then(async ({ statusCode, body }) => { await body.dump(); return String(statusCode); })
      .catch((error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'error'));
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (!/^[1-4]/.test(status)) failed += 1;
  };
  const one = async (number: number): Promise<void> => {
    await post(number);
    for (let round = 0; round < rounds; round += 1) {
      // Each connection and round has a pause of its own: together they cover the edge evenly.
      await sleep(from + ((number + round / rounds) / connections) * (to - from));
      await post(number);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, number) => one(number)));
  await agent.close();
  return { sent, failed, statuses };
}

const BODY = JSON.stringify({ name: 'edge', category: 'tools', price_cents: 1990 });
