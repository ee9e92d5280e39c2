import type { Snapshot } from './messages.ts';

type Metric = Snapshot[number];
type Aggregate = (snapshots: Snapshot[]) => { readonly getMetricsAsJSON: () => Promise<Snapshot>; readonly metrics: () => Promise<string> };

/** The metrics of all workers together. */
export interface Totals {
  /** The latest snapshot of a worker. */
  readonly keep: (worker: number, snapshot: Snapshot) => void;
  /** A worker is gone: its gauges go with it, what it has counted stays, or the sums would fall. */
  readonly bury: (worker: number) => void;
  /** In Prometheus' text form; `others` are added. */
  readonly print: (others: readonly Snapshot[]) => Promise<string>;
}

/** Sums up snapshots by prom-client's `AggregatorRegistry.aggregate`. */
export function createTotals(aggregate: Aggregate): Totals {
  const latest = new Map<number, Snapshot>();
  let buried: readonly Snapshot[] = [];
  return {
    keep: (worker, snapshot) => { latest.set(worker, snapshot); },
    bury(worker) {
      const last = latest.get(worker);
      latest.delete(worker);
      if (last !== undefined) buried = [...buried, last.filter(counts)];
    },
    async print(others) {
      const gone = buried;
      const sum = gone.length > 1 ? await aggregate([...gone]).getMetricsAsJSON() : gone[0];
      // Workers may have been buried in the meantime.
      if (sum !== undefined) buried = [sum, ...buried.filter((each) => !gone.includes(each))];
      return aggregate([...buried, ...latest.values(), ...others]).metrics();
    },
  };
}

/** Whether a metric only ever grows. */
const counts = ({ type }: Metric): boolean => ['counter', 'histogram'].includes(String(type));
