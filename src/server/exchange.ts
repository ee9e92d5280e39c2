import type { IncomingMessage } from 'node:http';

/** What is known of a request while it is answered. */
export interface Exchange {
  /** Seconds, for an answer that tells to come back. */
  readonly retryAfter: number;
  /** Aborted when nobody waits for the answer any more; made when it is first asked for. */
  readonly signal: () => AbortSignal;
  readonly abort: (reason: Error) => void;
  /** Logs why it could not be answered, not for each request of many. */
  readonly tellFailure: (error: unknown) => void;
  /** The pattern of its route, for metrics. */
  route: string | undefined;
}

const exchanges = new WeakMap<IncomingMessage, Exchange>();

/** Begins to know something of a request. */
export function openExchange(request: IncomingMessage, { retryAfter, tellFailure }: Pick<Exchange, 'retryAfter' | 'tellFailure'>): Exchange {
  let controller: AbortController | undefined;
  let aborted: Error | undefined;
  const exchange: Exchange = {
    retryAfter,
    tellFailure,
    route: undefined,
    signal() {
      controller ??= new AbortController();
      if (aborted !== undefined) controller.abort(aborted);
      return controller.signal;
    },
    abort(reason) {
      aborted ??= reason;
      controller?.abort(reason);
    },
  };
  exchanges.set(request, exchange);
  return exchange;
}

/** Aborted when a request's client has gone, or its time is over: give it to `fetch`, to queries, to whatever takes one. */
export const signalOf = (request: IncomingMessage): AbortSignal => exchanges.get(request)?.signal() ?? new AbortController().signal;

/** Says which route a request belongs to, as a pattern such as `/items/:id`: metrics count by it. Adapters of frameworks do so themselves. */
export function nameRoute(request: IncomingMessage, pattern: string): void {
  const exchange = exchanges.get(request);
  if (exchange !== undefined) exchange.route = pattern;
}

/** Logs why a request could not be answered. */
export const tellFailure = (request: IncomingMessage, error: unknown): void => { exchanges.get(request)?.tellFailure(error); };

/** Seconds after which a client that is told 503 should come back. */
export const retryAfterOf = (request: IncomingMessage): number => exchanges.get(request)?.retryAfter ?? 5;
