import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import type { Worker } from 'node:cluster';
import type { Config } from './config.ts';
import { ConfigError } from './load-config.ts';
import { hearWorkers, tellWorker, type Snapshot } from './messages.ts';
import { findPackage } from './packages.ts';
import { createTotals } from './totals.ts';
import { pathOf } from './route-settings.ts';

/** Milliseconds for a worker to hand over its metrics; from a busier one the last are taken. */
const PATIENCE = 1000;

/** What the primary process serves metrics from. */
export interface ScrapeSources {
  readonly running: () => readonly Worker[];
  readonly restarts: () => number;
}

/** The server of metrics; `bury` keeps what a dead worker has counted. */
export interface MetricsServer { readonly bury: (worker: Worker) => void; readonly close: () => void }

/** Serves the metrics of all workers together at `/metrics`; undefined without prom-client. */
export async function serveMetrics(config: Config, sources: ScrapeSources): Promise<MetricsServer | undefined> {
  const client = findPackage<typeof import('prom-client')>('prom-client');
  if (client === undefined) return undefined;
  const totals = createTotals((snapshots) => client.AggregatorRegistry.aggregate(snapshots));
  const own = new client.Registry();
  new client.Gauge({ name: 'server_workers', help: 'Worker processes that run.', registers: [own], collect() { this.set(sources.running().length); } });
  new client.Counter({ name: 'server_worker_restarts_total', help: 'Workers started in place of dead ones.', registers: [own], collect() { this.reset(); this.inc(sources.restarts()); } });

  const answers = new EventEmitter();
  hearWorkers((worker, message) => {
    if (message.plumbline !== 'metrics') return;
    totals.keep(worker.id, message.snapshot);
    answers.emit(String(worker.id));
  });
  const measure = async (worker: Worker): Promise<void> => {
    const answered = once(answers, String(worker.id), { signal: AbortSignal.timeout(PATIENCE) });
    tellWorker(worker, { plumbline: 'measure' });
    await answered.catch(() => undefined);
  };
  const print = async () => {
    await Promise.all(sources.running().map(measure));
    return totals.print([(await own.getMetricsAsJSON()) as Snapshot]);
  };
  const server = http.createServer((request, response) => {
    if (pathOf(request.url ?? '/') !== '/metrics') { response.writeHead(404).end('metrics are at /metrics\n'); return; }
    print().then(
      (text) => response.writeHead(200, { 'content-type': client.Registry.PROMETHEUS_CONTENT_TYPE }).end(text),
      (error: unknown) => response.writeHead(500).end(`${String(error)}\n`),
    );
  });
  const { metrics: { port }, listen: { host } } = config;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => { reject(new ConfigError(`metrics cannot be served on ${host}:${port}: ${error.message}`)); }).listen(port, host, resolve);
  });
  return {
    bury(worker) {
      answers.emit(String(worker.id));
      totals.bury(worker.id);
    },
    close: () => { server.close(); server.closeAllConnections(); },
  };
}
