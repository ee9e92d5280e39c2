import cluster, { type Worker } from 'node:cluster';
import type { MetricObject } from 'prom-client';

/** All metrics of one process, as prom-client's `getMetricsAsJSON` gives them. */
export type Snapshot = readonly MetricObject[];

/** What a worker says to the primary process. */
export type FromWorker =
  | { readonly plumbline: 'listening'; readonly port: number }
  | { readonly plumbline: 'failed'; readonly error: string }
  | { readonly plumbline: 'metrics'; readonly snapshot: Snapshot };

/** What the primary process says to a worker. */
export type FromPrimary = { readonly plumbline: 'stop' } | { readonly plumbline: 'measure' };

/** Says something to the primary process; resolves when it is on its way, or when nobody listens any more. */
export function tellPrimary(message: FromWorker): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected && process.send) process.send(message, undefined, {}, () => resolve());
    else resolve();
  });
}

/** Calls `hear` with what the primary process says. */
export function hearPrimary(hear: (message: FromPrimary) => void): void {
  process.on('message', (message) => { if (isOurs(message)) hear(message as FromPrimary); });
}

/** Says something to a worker that may be gone already. */
export function tellWorker(worker: Worker, message: FromPrimary): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}

/** Calls `hear` with what workers say. */
export function hearWorkers(hear: (worker: Worker, message: FromWorker) => void): void {
  cluster.on('message', (worker, message: unknown) => { if (isOurs(message)) hear(worker, message as FromWorker); });
}

const isOurs = (message: unknown): boolean => typeof message === 'object' && message !== null && 'plumbline' in message;
