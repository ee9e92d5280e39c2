import { entryOf, partValue } from '../../../model/lookup.ts';
import * as m from '../../../settings/monitoring.ts';
import { budgetsOf, type Budget } from '../budget.ts';
import { application as metric } from '../metrics.ts';
import { plain, promql } from '../promql.ts';
import { together, type Watch } from '../rule.ts';
import type { Watched } from '../watched.ts';
import { requestsWatch } from './requests.ts';
import { isPooled, running } from './running.ts';

/** A Python server of requests: its requests, those that it works on at once, its pool. Memory and CPU are those of its pods, since its processes count together. */
export const pythonWatch = (of: Watched): Watch => together(requestsWatch(of), budgetsOf(of, [...slots(of), ...(isPooled(of) ? [{ ...poolUse(of), alert: poolAlert(of) }] : [])]), { recordings: [], alerts: running(of) });

/** A worker: whether it runs, and its pool. What waits for it, the exporter of the queue tells. */
export const workerWatch = (of: Watched): Watch => together(budgetsOf(of, isPooled(of) ? [poolUse(of)] : []), { recordings: [], alerts: running(of) });

function slots(of: Watched): readonly Budget[] {
  const { plan, component, own, series } = of;
  const limit = entryOf(plan, component, m.in_flight_budget);
  if (limit === undefined) return [];
  return [{
    name: 'in_flight', used: promql`sum by (instance) (${metric.inProgress}${series()})`, limit: plain(limit),
    alert: {
      name: 'RequestSlotsNearlyUsed', from: own(m.slot_use), check: 'target-exceeds-capacity',
      summary: `${component.name}: {{ $value | humanizePercentage }} of the ${plain(limit).text} requests that it works on at once`,
      description: 'Further ones wait for a thread, or are refused. Requests have become slower, or there are more of them: look which, and raise the target in the profile for the latter.',
    },
  }];
}

/** What of its pool is in use; of a worker no more is said, since its consumers are as many. */
const poolUse = ({ own, series }: Watched): Budget => ({
  name: 'pool', used: promql`sum by (instance) (${metric.poolConnections}${series({ state: 'busy' })})`, limit: plain(own(m.pool_budget)),
});

const poolAlert = ({ plan, component, own, given }: Watched): NonNullable<Budget['alert']> => ({
  name: 'PoolNearlyUsed', from: partValue(plan, m.pool_use) === undefined ? own(m.slot_use) : given(m.pool_use), check: 'connections-exceed-max',
  summary: `${component.name}: {{ $value | humanizePercentage }} of its database connections are in use`,
  description: 'Requests will wait for one. Slow statements hold connections: look for those first, and raise the pool only as far as max_connections carries it.',
});
