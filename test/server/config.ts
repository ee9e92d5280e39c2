import type { Config } from '../../src/server/config.ts';

/** What a test says differently: sections are merged, one level deep. */
export type Changes = { readonly [Section in keyof Config]?: Config[Section] extends readonly unknown[] | string ? Config[Section] : Partial<Config[Section]> };

/** A small configuration with short times. */
export const small: Omit<Config, 'postgres' | 'redis'> = {
  name: 'api',
  listen: { host: '127.0.0.1', port: 0, backlog: 128, reusePort: false },
  processes: { workers: 1, heap: 128, semiSpace: 8, threadPool: 3, execArgv: ['--max-old-space-size=128', '--max-semi-space-size=8'] },
  http: {
    keepAliveTimeout: 72_000, headersTimeout: 60_000, requestTimeout: 120_000, connectionsCheckingInterval: 5000, maxHeaderSize: 32_768,
    maxRequestsPerSocket: 0, maxConnections: 100, bodyLimit: 1000, handlerTimeout: 10_000, trustProxy: 1,
  },
  routes: [],
  cache: { short: 1000, medium: 2000, long: 3000 },
  pressure: {
    maxInFlight: 50, maxEventLoopDelay: 10_000, maxEventLoopUtilization: 1, eventLoopUtilizationMode: 'interval',
    maxHeapUsedBytes: 2 ** 40, maxRssBytes: 2 ** 40, sampleInterval: 1000, retryAfter: 5,
  },
  shutdown: { delay: 50, drain: 3000, close: 2000 },
  health: { live: '/livez', ready: '/readyz' },
  metrics: { port: 0 },
  log: { level: 'debug' },
};

/** The small configuration with changes. */
export function configWith(changes: Changes): Config {
  const sections = Object.entries(changes).map(([name, section]) => {
    const usual: unknown = small[name as keyof typeof small];
    return [name, typeof section === 'object' && !Array.isArray(section) ? { ...(usual as object | undefined), ...section } : section];
  });
  return { ...small, ...(Object.fromEntries(sections) as object) };
}
