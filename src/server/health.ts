import type { ServerResponse } from 'node:http';
import type { Config } from './config.ts';
import type { OpenPool } from './pools.ts';

/** What a pool answered: how long it took in seconds, or why it did not. */
export interface PoolCheck { readonly status: 'ok' | 'failed'; readonly seconds: number; readonly error?: string }

/** What health is told from. */
export interface HealthSources {
  readonly isLeaving: () => boolean;
  readonly isReady: () => boolean | Promise<boolean>;
  readonly checkPools: PoolChecks;
}

/** Asks every open pool how it is, at most once in a second. */
export type PoolChecks = () => Promise<Readonly<Record<string, PoolCheck>>>;

/** What pools are asked through, and who is told. */
export interface PoolSources {
  readonly pools: () => readonly OpenPool[];
  readonly checked: (pool: string, check: PoolCheck) => void;
}

/** Answers a request for health, if its path is one. */
export type HealthAnswers = (path: string, response: ServerResponse) => boolean;

/** Milliseconds that a pool, or the application, may take to say how it is. */
const PATIENCE = 2000;
/** Milliseconds for which a full answer is kept: the port is public, and each answer asks every pool. */
const FRESH = 1000;

/** Liveness, readiness, the same in short at `/health`, and in full at `/healthz`. */
export function healthAnswers({ live, ready }: Config['health'], sources: HealthSources): HealthAnswers {
  const readiness = async (response: ServerResponse) => {
    const leaving = sources.isLeaving();
    const isReady = !leaving && (await within(PATIENCE, Promise.resolve().then(sources.isReady)).catch(() => false));
    answer(response, isReady ? 200 : 503, { status: isReady ? 'ok' : leaving ? 'leaving' : 'not ready' });
  };
  const answers: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
    '/health': readiness,
    '/healthz': async (response: ServerResponse) => {
      const pools = await sources.checkPools();
      const leaving = sources.isLeaving();
      const failed = Object.values(pools).some(({ status }) => status === 'failed');
      answer(response, leaving || failed ? 503 : 200, { status: leaving ? 'leaving' : failed ? 'failed' : 'ok', uptime: Math.floor(process.uptime()), pools });
    },
    [ready]: readiness,
    // Whoever answers lives: nothing else is asked, or a slow database would have every process killed.
    [live]: (response: ServerResponse) => { answer(response, 200, { status: 'ok' }); },
  };
  return (path, response) => {
    if (!Object.hasOwn(answers, path)) return false;
    void answers[path]?.(response);
    return true;
  };
}

/** The checks of a worker's pools. */
export const poolChecks = (sources: PoolSources): PoolChecks => freshly(FRESH, () => checkPools(sources));

async function checkPools({ pools, checked }: PoolSources): Promise<Readonly<Record<string, PoolCheck>>> {
  const results = await Promise.all(pools().map(async (pool) => {
    const start = performance.now();
    const error = await within(PATIENCE, Promise.resolve().then(pool.check)).then(() => undefined, (reason: unknown) => reason);
    const seconds = Math.round(performance.now() - start) / 1000;
    const check: PoolCheck = error === undefined ? { status: 'ok', seconds } : { status: 'failed', seconds, error: codeOf(error) };
    checked(pool.name, check);
    return [pool.name, check] as const;
  }));
  return Object.fromEntries(results);
}

/** The code of an error, not its text: that would tell addresses to everybody. */
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'no answer';

function freshly<Value>(time: number, make: () => Promise<Value>): () => Promise<Value> {
  let latest: { readonly at: number; readonly value: Promise<Value> } | undefined;
  return () => {
    const now = performance.now();
    if (latest === undefined || now - latest.at > time) latest = { at: now, value: make() };
    return latest.value;
  };
}

/** A promise that is not waited for longer than `time` milliseconds. */
export async function within<Value>(time: number, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => { timer = setTimeout(() => { reject(new Error(`no answer within ${time} ms`)); }, time); });
  return Promise.race([promise, over]).finally(() => { clearTimeout(timer); });
}

function answer(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
