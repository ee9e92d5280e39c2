import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ConfigError } from './load-config.ts';

/** What answers requests: whatever a framework makes, or a function for `http.createServer`. */
export interface Handler {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => unknown;
  /** Takes over a connection, for WebSockets; without it such requests are answered like others. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Whether it wants traffic; asked for each readiness probe. */
  readonly ready?: () => boolean | Promise<boolean>;
  /** Called after the last request, before the pools are closed. */
  readonly close?: () => unknown;
}

/** A function for `http.createServer`. */
export type Listener = Handler['handle'];

/** What an application returned as a handler. */
export function asHandler(found: Handler | Listener): Handler {
  if (typeof found === 'function') return { handle: found };
  // Programs in JavaScript return what they like.
  if (typeof (found as Partial<Handler> | null | undefined)?.handle === 'function') return found;
  throw new ConfigError(`expected the application to return a function for node:http, fastifyHandler(app) or expressHandler(app), found ${typeof found === 'object' ? 'an object without handle' : String(found)}`);
}
