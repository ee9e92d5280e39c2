import type { IncomingMessage, ServerResponse } from 'node:http';
import { nameRoute, retryAfterOf, tellFailure } from './exchange.ts';
import type { Handler, Listener } from './handler.ts';
import { FAILED, refuse, saysStatus } from './refusal.ts';
import { unavailable } from './unavailable.ts';

type Next = (error?: unknown) => void;
type ErrorMiddleware = (error: unknown, request: IncomingMessage, response: ServerResponse, next: Next) => void;

/** What is used of an Express 4 or 5 application. */
export interface ExpressApp {
  (request: never, response: never): unknown;
  use(middleware: ErrorMiddleware): unknown;
}

/** A request after Express has found its route. */
interface Routed extends IncomingMessage { readonly baseUrl?: string; readonly route?: { readonly path?: unknown } }

/** Serves an Express application, which must not listen itself; give it after its last route. */
export function expressHandler(app: ExpressApp): Handler {
  // The last error handler: one of the application's own comes first.
  app.use(answerError);
  const handle = app as unknown as Listener;
  return {
    handle(request, response) {
      response.once('finish', () => { nameRouteOf(request); });
      handle(request, response);
    },
  };
}

function answerError(error: unknown, request: IncomingMessage, response: ServerResponse, next: Next): void {
  const away = unavailable(error);
  if (response.headersSent || (!away && saysStatus(error))) return next(error);
  tellFailure(request, error);
  refuse(response, !away ? FAILED : { status: 503, message: 'a service behind this one is not available', retryAfter: retryAfterOf(request) });
}

function nameRouteOf(request: Routed): void {
  const path = request.route?.path;
  if (typeof path === 'string') nameRoute(request, `${request.baseUrl ?? ''}${path}`);
}
