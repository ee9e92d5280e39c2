import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** What answers requests: whatever a framework makes, or a function for `http.createServer`. */
export interface Handler {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => unknown;
  /** Takes over a connection, for WebSockets; without it such requests are refused. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Whether it wants traffic; asked for each readiness probe. */
  readonly ready?: () => boolean | Promise<boolean>;
  /** Called after the last request, before the pools are closed. */
  readonly close?: () => unknown;
}

/** A function for `http.createServer`. */
export type Listener = Handler['handle'];

/** A function as a handler. */
export const asHandler = (found: Handler | Listener): Handler => (typeof found === 'function' ? { handle: found } : found);
