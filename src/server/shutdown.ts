import { setTimeout as sleep } from 'node:timers/promises';
import type { Shutdown } from './config.ts';
import type { Handler } from './handler.ts';
import { within } from './health.ts';
import type { HttpServer } from './http-server.ts';
import type { Logger } from './log.ts';
import type { OpenPool } from './pools.ts';

/** Milliseconds that a worker has beside its own times, before it is ended. */
export const SPARE = 1000;

/** What answers requests. */
export interface Serving { readonly server: HttpServer; readonly handler: Handler }

/** What is left, and in which times. */
export interface Leaving extends Serving {
  readonly shutdown: Shutdown;
  readonly pools: () => readonly OpenPool[];
  readonly log: Logger;
  /** Called when nothing new is accepted any more. */
  readonly draining: () => void;
}

/** Everybody has time to notice, running requests finish, then the application and its pools are closed. Readiness is off already. */
export async function leave({ shutdown, server, handler, pools, log, draining }: Leaving): Promise<void> {
  log.info({ delay: shutdown.delay }, 'leaving: not ready any more, still serving');
  await sleep(shutdown.delay);
  log.info({ drain: shutdown.drain }, 'draining: nothing new is accepted, running requests finish');
  const drained = server.drain();
  draining();
  await within(shutdown.drain, drained).catch(() => {
    log.warn({ connections: server.cut() }, `cut off what was not finished within ${shutdown.drain} ms`);
  });
  log.info({ close: shutdown.close }, 'closing the application and its pools');
  await within(shutdown.close, closeAll(handler, pools()));
  log.info('stopped');
}

async function closeAll(handler: Handler, pools: readonly OpenPool[]): Promise<void> {
  await handler.close?.();
  await Promise.all(pools.map(({ close }) => close()));
}
