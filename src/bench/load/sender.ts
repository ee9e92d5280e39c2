import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { Pool, type Dispatcher } from 'undici';
import { isLoopback } from '../../formats/host-port.ts';
import type { PhaseSpec } from '../spec.ts';
import type { Prepared } from './requests.ts';
import type { Outcome } from './tally.ts';

/** Sends requests, each on a connection of its own, and tells what became of each exactly once. */
export interface Sender {
  readonly send: (request: Prepared, done: (outcome: Outcome) => void) => void;
  /** Requests that are on their way. */
  readonly inFlight: () => number;
  /** Waits until none is: a timeout at most. */
  readonly answered: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How often timeouts are looked at, milliseconds: far below any timeout worth stating. */
const SWEEP = 20;

interface Waiting {
  readonly until: number;
  readonly give: () => void;
}

/** A sender for one server, or for copies of it in turn. */
export function sender({ url, timeout }: Pick<PhaseSpec, 'url' | 'timeout'>, connections: number): Sender {
  const pools = [url].flat().map((each) => poolOf(new URL(each), timeout, connections));
  let turn = 0;
  const waiting = new Set<Waiting>();
  // All have the same timeout: the oldest is the next to have waited long enough.
  const sweep = setInterval(() => {
    for (const one of waiting) {
      if (one.until > performance.now()) return;
      one.give();
    }
  }, SWEEP);

  const send = ({ method, path, headers, body }: Prepared, done: (outcome: Outcome) => void): void => {
    let controller: Dispatcher.DispatchController | undefined;
    let status = 0;
    let retryAfter = false;
    const settle = (outcome: Outcome): void => {
      if (waiting.delete(entry)) done(outcome);
    };
    const entry: Waiting = {
      until: performance.now() + timeout,
      give: () => {
        settle(TIMEOUT);
        controller?.abort(new Error('timeout'));
      },
    };
    waiting.add(entry);
    pools[turn++ % pools.length]?.dispatch({ method, path, headers: { ...headers }, body: body ?? null }, {
      onRequestStart: (its) => {
        controller = its;
        if (!waiting.has(entry)) its.abort(new Error('timeout'));
      },
      onResponseStart: (_, code, fields) => {
        status = code;
        retryAfter = fields['retry-after'] !== undefined;
      },
      onResponseData: () => undefined,
      onResponseEnd: () => settle({ kind: 'answer', status, retryAfter }),
      onResponseError: (_, error) => settle({ kind: 'error', code: codeOf(error) }),
    });
  };

  return {
    send,
    inFlight: () => waiting.size,
    answered: async () => {
      while (waiting.size > 0) await setTimeout(SWEEP);
    },
    close: async () => {
      clearInterval(sweep);
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
}

/** Connections to one server. On the loopback any certificate will do: what answers there is one's own. */
const poolOf = ({ origin, hostname }: URL, timeout: number, connections: number): Pool =>
  new Pool(origin, { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connect: { timeout, ...(isLoopback(hostname) ? { rejectUnauthorized: false } : {}) } });

const TIMEOUT: Outcome = { kind: 'error', code: 'timeout' };

/** What undici calls things, in words that are not its own. */
const CODES: Readonly<Record<string, string>> = { UND_ERR_SOCKET: 'closed', UND_ERR_CONNECT_TIMEOUT: 'timeout' };

function codeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return CODES[code] ?? code;
}
