import { inPlan } from '../../../model/input.ts';
import { serversOf } from '../../../model/stack.ts';
import { poolSize } from '../../../rules/application/inputs.ts';
import * as m from '../../../settings/monitoring.ts';
import { application as metric } from '../metrics.ts';
import { duration, promql } from '../promql.ts';
import type { Alert } from '../rule.ts';
import type { Watched } from '../watched.ts';

/** Whether an application has a pool of database connections. */
export const isPooled = ({ plan, component }: Watched): boolean => inPlan(plan, component, poolSize) !== undefined && serversOf(plan, component).some(({ kind }) => kind === 'postgres' || kind === 'pgbouncer');

/** An application of which no replica is left, and one that cannot reach what it needs. */
export function running(of: Watched): readonly Alert[] {
  const { component: { name }, given, series } = of;
  const outage = duration(given(m.for_outage));
  return [
    {
      name: 'ApplicationDown', component: name, severity: 'critical', lasting: outage,
      expression: promql`(sum(up${series()}) or vector(0)) == 0`,
      summary: `${name}: no replica answers`,
      description: 'No replica is there, or none can be scraped. Its log says why it ended; after a deployment go back to the version before.',
    },
    ...(serversOf(of.plan, of.component).length === 0 ? [] : [{
      component: name, severity: 'warning' as const, name: 'DependencyUnhealthy', lasting: outage,
      expression: promql`min by (pool) (${metric.healthy}${series()}) == 0`,
      summary: `${name}: {{ $labels.pool }} does not answer its health checks`,
      description: 'The application cannot reach it: look whether it runs, whether it still accepts connections, and what changed in between.',
    }]),
  ];
}
