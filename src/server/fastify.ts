import type { IncomingMessage } from 'node:http';
import { subscribe } from 'node:diagnostics_channel';
import type { EventEmitter } from 'node:events';
import type { Config } from './config.ts';
import { nameRoute, retryAfterOf, tellFailure } from './exchange.ts';
import type { Handler, Listener } from './handler.ts';
import { findPackage } from './packages.ts';
import { FAILED, refusalBody, saysStatus } from './refusal.ts';
import { largestBody } from './route-settings.ts';
import { trustHops } from './trust.ts';
import { unavailable } from './unavailable.ts';

interface Request {
  readonly raw: IncomingMessage;
  readonly routeOptions: { readonly url?: string | undefined };
  readonly log: { error(fields: object, message: string): void };
}
interface Reply {
  code(status: number): Reply;
  header(name: string, value: unknown): Reply;
  send(payload?: unknown): Reply;
}

/** What is used of a Fastify 5 instance. */
export interface FastifyApp {
  readonly server: EventEmitter;
  readonly routing: unknown;
  readonly errorHandler: unknown;
  setErrorHandler(handler: (error: unknown, request: Request, reply: Reply) => unknown): unknown;
  addHook(name: 'onResponse', hook: (request: Request, reply: unknown, done: () => void) => void): unknown;
  ready(): PromiseLike<unknown>;
  close(): PromiseLike<unknown>;
}

/** Options for `Fastify()` that follow from a configuration. */
export const fastifyOptions = (config: Config) => ({
  bodyLimit: largestBody(config),
  trustProxy: trustHops(config.http.trustProxy),
  logger: { level: config.log.level, name: config.name },
  ...quietRequests(),
});

/** Metrics count the requests and the proxy logs them: two lines more for each would be the dearest part of many. Errors are logged as ever. */
function quietRequests(): object {
  const LogController = findPackage<{ readonly LogController?: new () => LogLines }>('fastify')?.LogController;
  if (LogController === undefined) return {};
  const lines = new LogController();
  const completed = lines.requestCompleted.bind(lines);
  return {
    logController: Object.assign(lines, {
      incomingRequest: () => undefined,
      requestCompleted: (error: unknown, ...rest: readonly unknown[]) => { if (error) completed(error, ...rest); },
    }),
  };
}

/** What is used of Fastify's LogController, which 5.12 has and 5.0 has not. */
interface LogLines { readonly requestCompleted: (error: unknown, ...rest: readonly unknown[]) => void }

/** Serves a Fastify application, which must not listen itself. */
export async function fastifyHandler(app: FastifyApp): Promise<Handler> {
  nameRoutes();
  app.addHook('onResponse', (request, _reply, done) => { nameRouteOf(request); done(); });
  if (hasNoErrorHandler(app)) app.setErrorHandler(answerError);
  await app.ready();
  return {
    handle: app.routing as Listener,
    ...(app.server.listenerCount('upgrade') > 0 && { upgrade: (request, socket, head) => { app.server.emit('upgrade', request, socket, head); } }),
    close: () => app.close(),
  };
}

/** Fastify's own handler is the only one of this name. */
const hasNoErrorHandler = ({ errorHandler }: FastifyApp): boolean => typeof errorHandler === 'function' && errorHandler.name === 'defaultErrorHandler';

function answerError(error: unknown, request: Request, reply: Reply): Reply {
  if (!unavailable(error)) {
    if (saysStatus(error)) return reply.send(error);
    request.log.error({ req: request, res: reply, err: error }, FAILED.message);
    return reply.code(FAILED.status).send(refusalBody(FAILED));
  }
  tellFailure(request.raw, error);
  return reply.code(503).header('retry-after', retryAfterOf(request.raw)).send(refusalBody({ status: 503, message: 'a service behind this one is not available' }));
}

const nameRouteOf = ({ raw, routeOptions: { url } }: Request): void => { if (url !== undefined) nameRoute(raw, url); };

let subscribed = false;

/** The hook misses routes of plugins that were loaded before it; for them Fastify tells of each handler that it calls. */
function nameRoutes(): void {
  if (subscribed) return;
  subscribed = true;
  subscribe('tracing:fastify.request.handler:start', (message) => { nameRouteOf((message as { readonly request: Request }).request); });
}
