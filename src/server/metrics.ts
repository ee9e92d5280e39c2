import type { Config } from './config.ts';
import type { Snapshot } from './messages.ts';
import type { PoolCheck } from './health.ts';
import type { OpenPool } from './pools.ts';
import { REASONS, type Reason, type Sample } from './shedding.ts';
import { findPackage } from './packages.ts';

type PromClient = typeof import('prom-client');
type Registry = import('prom-client').Registry;

/** What an application registers metrics of its own with. */
export interface Metrics {
  /** prom-client, as the application has installed it. */
  readonly client: PromClient;
  /** What the primary process gathers from all workers: `new metrics.client.Counter({ …, registers: [metrics.registry] })`. */
  readonly registry: Registry;
}

/** A request that has been answered; `seconds` where work was done for it. */
export interface Answered { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number | undefined }

/** What the server itself counts. */
export interface ServerMetrics {
  readonly forApplication: Metrics | undefined;
  readonly begun: () => void;
  readonly answered: (request: Answered) => void;
  readonly shed: (reason: Reason) => void;
  readonly poolChecked: (pool: string, check: PoolCheck) => void;
  readonly snapshot: () => Promise<Snapshot>;
}

/** What the gauges read at the moment they are asked. */
export interface MetricSources {
  readonly worker: string;
  readonly pools: () => readonly OpenPool[];
  readonly latest: () => Sample;
}

/** Status of a request whose client went away before the answer, as nginx writes it. */
export const CLIENT_GONE = 499;

/** More routes than this are one: whatever names them by mistake cannot fill the memory. */
const MOST_ROUTES = 200;

/** The metrics of one worker; without prom-client nothing is counted. */
export function createMetrics(config: Config, sources: MetricSources): ServerMetrics {
  const client = findPackage<PromClient>('prom-client');
  if (client === undefined) {
    const nothing = () => undefined;
    return { forApplication: undefined, begun: nothing, answered: nothing, shed: nothing, poolChecked: nothing, snapshot: async () => [] };
  }
  const registry = new client.Registry();
  const registers = [registry];
  client.collectDefaultMetrics({ register: registry });
  const requests = new client.Counter({ name: 'http_requests_total', help: 'Requests answered.', labelNames: ['method', 'route', 'status'], registers });
  const durations = new client.Histogram({
    name: 'http_request_duration_seconds', help: 'Time from a request to the end of its answer; refused requests are not in it.', labelNames: ['method', 'route', 'status'], buckets: bucketsOf(config), registers,
  });
  const inProgress = new client.Gauge({ name: 'http_requests_in_progress', help: 'Requests that are being answered.', registers });
  const shed = new client.Counter({ name: 'http_requests_shed_total', help: 'Requests refused under pressure.', labelNames: ['reason'], registers });
  const checks = new client.Gauge({ name: 'health_check_duration_seconds', help: 'Time of the last health check of a pool.', labelNames: ['pool'], aggregator: 'max', registers });
  const healthy = new client.Gauge({ name: 'health_check_ok', help: 'Whether the last health check of a pool was answered.', labelNames: ['pool'], aggregator: 'min', registers });
  addLoopGauges(client, registry, sources);
  addPoolGauges(client, registry, sources);
  const routes = limited(MOST_ROUTES);
  inProgress.set(0);
  // A counter that appears with its first count has no rate of it: it begins at 0.
  for (const reason of REASONS) shed.inc({ reason }, 0);
  return {
    forApplication: { client, registry },
    begun: () => { inProgress.inc(); },
    answered({ method, route, status, seconds }) {
      const labels = { method, route: routes(route), status };
      requests.inc(labels);
      if (seconds === undefined) return;
      inProgress.dec();
      durations.observe(labels, seconds);
    },
    shed: (reason) => { shed.inc({ reason }); },
    poolChecked(pool, { status, seconds }) {
      checks.set({ pool }, seconds);
      healthy.set({ pool }, status === 'ok' ? 1 : 0);
    },
    snapshot: () => registry.getMetricsAsJSON(),
  };
}

/** Upper bounds in seconds, close to each other around the response time that matters; a plan that does not name it sheds at twice that time. */
export function bucketsOf({ pressure, http, metrics }: Pick<Config, 'pressure' | 'http' | 'metrics'>): number[] {
  const aim = (metrics.latency ?? pressure.maxEventLoopDelay / 2) / 1000;
  const around = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 1, 1.5, 2, 4, 8, 16].map((part) => Number((aim * part).toPrecision(4)));
  const bounds = [...new Set([...around, ...(metrics.threshold === undefined ? [] : [metrics.threshold / 1000])])].sort((a, b) => a - b);
  const longest = http.handlerTimeout / 1000;
  return longest > 0 ? [...bounds.filter((bound) => bound < longest), longest] : bounds;
}

function addLoopGauges(client: PromClient, registry: Registry, { worker, latest }: MetricSources): void {
  const gauge = (name: string, help: string, value: (sample: Sample) => number) =>
    new client.Gauge({ name, help, labelNames: ['worker'], registers: [registry], collect() { this.set({ worker }, value(latest())); } });
  gauge('event_loop_utilization', 'Share of the last interval in which the event loop worked, 0 to 1.', ({ utilization }) => utilization);
  gauge('event_loop_delay_seconds', 'Mean delay of the event loop in the last interval.', ({ delay }) => delay / 1000);
}

function addPoolGauges(client: PromClient, registry: Registry, { pools }: MetricSources): void {
  const gauge = (name: string, help: string, labels: readonly string[], set: (gauge: import('prom-client').Gauge, pool: OpenPool) => void) =>
    new client.Gauge({ name, help, labelNames: ['pool', ...labels], registers: [registry], collect() { for (const pool of pools()) set(this, pool); } });
  gauge('postgres_pool_connections', 'Connections that a pool holds.', ['state'], (each, { name, connections }) => {
    const found = connections?.();
    if (found === undefined) return;
    each.set({ pool: name, state: 'idle' }, found.idle);
    each.set({ pool: name, state: 'busy' }, found.busy);
  });
  gauge('postgres_pool_waiting', 'Requests that wait for a connection.', [], (each, { name, connections }) => {
    if (connections !== undefined) each.set({ pool: name }, connections().waiting);
  });
}

/** Lets the first `most` texts through, and calls all others `other`. */
function limited(most: number): (text: string) => string {
  const known = new Set<string>();
  return (text) => {
    if (known.has(text)) return text;
    if (known.size >= most) return 'other';
    known.add(text);
    return text;
  };
}
