import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import { requestMaker, type Prepared } from '../../../src/bench/load/requests.ts';
import { randomFrom } from '../../../src/bench/load/random.ts';
import type { StackEffort } from '../effort.ts';
import type { Figures } from '../model.ts';
import { percentiles } from '../percentiles.ts';
import type { RunningStack } from './running.ts';

/** Each request names one of so many clients: it is the application that limits them, and not the proxy each of them. */
const CLIENTS = 20_000;
/** Milliseconds after which a request has failed. */
const PATIENCE = 10_000;

/** What became of one request, and when it was answered. */
interface Asked { readonly fate: 'good' | 'shed' | 'failed' | 'refused'; readonly at: number; readonly ms: number }

/**
 * So many clients at once, each on a connection of its own: each asks again as soon as it is answered, and waits for as
 * long as it is told to where it is told to come back. They ask for what only the application can answer: what the
 * proxy's cache answers is answered at once, and would be asked for ever more often.
 */
export async function putCrowd(stack: RunningStack, clients: number, { seconds, warmUp }: Pick<StackEffort, 'seconds' | 'warmUp'>, seed: number): Promise<Figures> {
  const next = requestMaker({ scenario: stack.scenario.filter(({ path }) => path.startsWith('/items')), clients: CLIENTS, random: randomFrom(seed) });
  const [before, begun] = [stack.refusedByDatabase(), Date.now()];
  const [from, until] = [begun + 1000 * warmUp, begun + 1000 * (warmUp + seconds)];
  const all = (await Promise.all(Array.from({ length: clients }, () => one(stack.url, next, until)))).flat();
  const asked = all.filter(({ at }) => at >= from && at <= until);
  const count = (fate: Asked['fate']): number => asked.filter((each) => each.fate === fate).length;
  return {
    throughput: count('good') / seconds, ...percentiles(asked.filter(({ fate }) => fate === 'good').map(({ ms }) => ms)),
    seconds, success: asked.length === 0 ? 0 : count('good') / asked.length,
    failed: count('failed'), shed: count('shed'), refused: count('refused') + stack.refusedByDatabase() - before,
  };
}

/** One client, until the time is over. */
async function one(url: string, next: () => Prepared, until: number): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  const client = new Client(url, { pipelining: 1, headersTimeout: PATIENCE, bodyTimeout: PATIENCE });
  while (Date.now() < until) {
    const sent = Date.now();
    const { method, path, headers, body = null } = next();
    const { fate, wait } = await client.request({ method, path, headers, body }).then(fateOf, failureOf);
    asked.push({ fate, at: Date.now(), ms: Date.now() - sent });
    await sleep(Math.min(wait, Math.max(0, until - Date.now())));
  }
  await client.destroy();
  return asked;
}

/** How a request ended, and how many milliseconds its client then waits. */
interface End { readonly fate: Asked['fate']; readonly wait: number }

async function fateOf({ statusCode, headers, body }: Awaited<ReturnType<Client['request']>>): Promise<End> {
  await body.dump();
  if (statusCode < 400) return { fate: 'good', wait: 0 };
  const wait = 1000 * Number(headers['retry-after'] ?? 0);
  return { fate: wait > 0 ? 'shed' : 'failed', wait };
}

const failureOf = (error: NodeJS.ErrnoException): End => ({ fate: error.code === 'ECONNREFUSED' ? 'refused' : 'failed', wait: 0 });
