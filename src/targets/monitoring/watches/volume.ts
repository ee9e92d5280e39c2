import * as m from '../../../settings/monitoring.ts';
import { budgetSeries } from '../budget.ts';
import { recorded } from '../metrics.ts';
import { duration, matchers, plain, promql, seconds } from '../promql.ts';
import type { Watch } from '../rule.ts';
import type { Watched } from '../watched.ts';

/** What fills the disk of a server, and the check that relates it to the volume. */
const FILLED: Readonly<Record<string, { readonly by: string; readonly check?: string }>> = {
  postgres: { by: 'tables that nobody empties, slots that keep the write-ahead log, files that a query spills', check: 'wal-exceeds-volume' },
  kafka: { by: 'topics that keep more or longer than was planned, or more partitions', check: 'retention-exceeds-volume' },
  redis: { by: 'an append-only file that is not rewritten, or copies of the data that were left behind' },
};

/** What to do about a disk that fills, and the check of it. */
export function filled({ component: { kind } }: Watched): { readonly description: string; readonly check?: string } {
  const { by = 'what it writes', check } = FILLED[kind] ?? {};
  return { description: `A server that cannot write stops. Find what fills it (${by}), or grow the volume.`, ...(check === undefined ? {} : { check }) };
}

/** Whether a volume, recorded as a budget, will be full soon. */
export function filling(of: Watched, budget: string): Watch {
  const horizon = of.given(m.disk_horizon);
  const limit = promql`${recorded.limit}${matchers({ ...of.labels, budget })}`;
  return {
    recordings: [],
    alerts: [{
      name: 'VolumeFillsSoon', severity: 'warning', component: of.component.name, labels: { budget },
      expression: promql`predict_linear(${recorded.used}${budgetSeries(of, budget)}[${duration(of.given(m.disk_trend))}], ${seconds(horizon)}) > on (stack, component, budget) group_left () ${limit} and ${recorded.ratio}${budgetSeries(of, budget)} > ${plain(of.given(m.disk_watch))}`,
      lasting: duration(of.given(m.for_cause)),
      summary: `${of.component.name}: its volume will be full within ${duration(horizon).text} if it grows on as it does`,
      ...filled(of),
    }],
  };
}
