import type { Config, Route } from './config.ts';

/** What holds for one request. */
export interface RouteSettings {
  /** Bytes. */
  readonly bodyLimit: number;
  /** Milliseconds; 0 is without end. */
  readonly timeout: number;
  readonly stream: Route['stream'];
}

/** The path of a request, without its query. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

/** Finds what holds for a path: the longest route that it is, or that it lies below. */
export function routeSettings(config: Pick<Config, 'http' | 'routes'>): (path: string) => RouteSettings {
  const rest: RouteSettings = { bodyLimit: config.http.bodyLimit, timeout: config.http.handlerTimeout, stream: 'none' };
  const routes = config.routes
    .map(({ path, bodyLimit = rest.bodyLimit, timeout = rest.timeout, stream }) => ({ path, below: path.endsWith('/') ? path : `${path}/`, settings: { bodyLimit, timeout, stream } }))
    .sort((a, b) => b.path.length - a.path.length);
  return (path) => routes.find((route) => path === route.path || path.startsWith(route.below))?.settings ?? rest;
}

/** The largest body that any route takes, in bytes. */
export const largestBody = (config: Pick<Config, 'http' | 'routes'>): number =>
  Math.max(config.http.bodyLimit, ...config.routes.map(({ bodyLimit }) => bodyLimit ?? 0));
