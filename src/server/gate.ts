import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from './config.ts';
import { countBody, declaresTooMuch, refuseBody } from './body-limit.ts';
import { openExchange } from './exchange.ts';
import type { Handler, Listener } from './handler.ts';
import type { HealthAnswers } from './health.ts';
import { seldom, type Logger } from './log.ts';
import { CLIENT_GONE, type ServerMetrics } from './metrics.ts';
import type { PressureGauge } from './pressure.ts';
import { detach, FAILED, refuse } from './refusal.ts';
import { pathOf, routeSettings } from './route-settings.ts';
import { unavailable } from './unavailable.ts';

/** What stands before the application. */
export interface GateParts {
  readonly config: Config;
  readonly handler: Handler;
  readonly health: HealthAnswers;
  readonly pressure: PressureGauge;
  readonly metrics: ServerMetrics;
  readonly log: Logger;
  readonly isLeaving: () => boolean;
}

/** What a route is called in metrics when nobody has named it. */
const UNNAMED = 'unnamed';

/** Answers health itself, refuses what is too much, and hands the rest to the application, for so long as it may take. */
export function createGate({ config, handler, health, pressure, metrics, log, isLeaving }: GateParts): Listener {
  const settingsOf = routeSettings(config);
  const { retryAfter } = config.pressure;
  const tellFailure = seldom(1000, (error: unknown, untold) => { log.error({ err: error, ...(untold > 0 && { untold }) }, 'a request failed'); });

  return (request, response) => {
    const path = pathOf(request.url ?? '/');
    if (isLeaving()) response.setHeader('connection', 'close');
    if (health(path, response)) return;
    const { bodyLimit, timeout, stream } = settingsOf(path);
    const method = request.method ?? 'GET';

    const reason = pressure.refusal();
    if (reason !== undefined) {
      metrics.shed(reason);
      metrics.answered({ method, route: UNNAMED, status: 503, seconds: undefined });
      return refuse(response, { status: 503, message: 'the server is busy', retryAfter });
    }
    if (declaresTooMuch(request, bodyLimit)) {
      metrics.answered({ method, route: UNNAMED, status: 413, seconds: undefined });
      return refuseBody(request, response, bodyLimit);
    }

    const exchange = openExchange(request, { retryAfter, tellFailure });
    const start = performance.now();
    // A stream stays open without work being done for it.
    const leave = stream === 'none' ? pressure.enter() : undefined;
    metrics.begun();
    const timer = timeout > 0 ? setTimeout(() => { giveUp(response, timeout, exchange.abort); }, timeout) : undefined;
    response.once('close', () => {
      clearTimeout(timer);
      leave?.();
      if (!response.writableFinished) exchange.abort(new Error('the client has gone'));
      const status = response.writableFinished ? response.statusCode : CLIENT_GONE;
      metrics.answered({ method, route: exchange.route ?? UNNAMED, status, seconds: (performance.now() - start) / 1000 });
    });
    countBody(request, bodyLimit, () => { refuseBody(request, response, bodyLimit); });

    const failed = (error: unknown) => {
      const away = unavailable(error);
      if (!away || !response.headersSent) tellFailure(error);
      fail(response, away ? { status: 503, message: 'a service behind this one is not available', retryAfter } : FAILED);
    };
    try {
      const answered = handler.handle(request, response);
      if (answered instanceof Promise) answered.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}

function giveUp(response: ServerResponse, timeout: number, abort: (reason: Error) => void): void {
  // An answer that has begun is left to its end.
  if (response.headersSent) return;
  const message = `no answer within ${timeout} ms`;
  refuse(response, { status: 503, message });
  detach(response);
  abort(new Error(message));
}

function fail(response: ServerResponse, refusal: Parameters<typeof refuse>[1]): void {
  if (!response.headersSent) return refuse(response, refusal);
  // Half an answer must not look like a whole one.
  if (!response.writableEnded) response.destroy();
}

/** Answers `Expect: 100-continue`: a body that is too large need not be sent at all. */
export const continueGate = (gate: Listener, config: Config): Listener => {
  const settingsOf = routeSettings(config);
  return (request: IncomingMessage, response: ServerResponse) => {
    if (!declaresTooMuch(request, settingsOf(pathOf(request.url ?? '/')).bodyLimit)) response.writeContinue();
    return gate(request, response);
  };
};
