import * as container from '../../../settings/container.ts';
import * as m from '../../../settings/monitoring.ts';
import * as node from '../../../settings/node.ts';
import { partValue } from '../../../model/lookup.ts';
import { budgetsOf, type Budget } from '../budget.ts';
import { application as metric } from '../metrics.ts';
import { cores, duration, plain, promql, seconds } from '../promql.ts';
import { together, type Alert, type Watch } from '../rule.ts';
import type { Watched } from '../watched.ts';
import { isPooled, running } from './running.ts';
import { requestsWatch } from './requests.ts';

/** An application that runs on `plumbline/server`: its requests, its processes, its pools. */
export const applicationWatch = (of: Watched): Watch => together(requestsWatch(of), budgetsOf(of, budgets(of)), { recordings: [], alerts: alerts(of) });

function budgets(of: Watched): readonly Budget[] {
  const { component: { name }, own, given, series } = of;
  const perReplica = (metricName: string) => promql`sum by (instance) (${metricName}${series()})`;
  return [
    {
      name: 'memory', used: perReplica(metric.memory), limit: plain(own(container.memory_limit)),
      alert: {
        name: 'MemoryNearLimit', from: given(m.memory_use), check: 'heap-exceeds-limit',
        summary: `${name}: its processes hold {{ $value | humanizePercentage }} of the memory of their container`,
        description: 'At the limit the kernel kills it. If the heap grows with it, look for what it keeps; if not, for buffers and native modules.',
      },
    },
    {
      name: 'heap', used: perReplica(metric.heap), limit: plain(own(m.heap_budget)),
      alert: {
        name: 'HeapNearlyFull', from: given(m.heap_use), check: 'heap-exceeds-limit',
        summary: `${name}: {{ $value | humanizePercentage }} of the heap is used`,
        description: 'Collections take the time of requests, and requests are shed. Take a heap snapshot of a worker before it is restarted.',
      },
    },
    {
      name: 'cpu', used: promql`sum by (instance) (rate(${metric.cpu}${series()}[${duration(given(m.rate_window))}]))`, limit: cores(own(container.cpu_limit)),
      alert: {
        name: 'CpuNearLimit', from: given(m.cpu_use), check: 'target-exceeds-capacity',
        summary: `${name}: {{ $value | humanizePercentage }} of its CPU is used`,
        description: 'The next burst waits. Compare the rate of requests with the target: above it the stack needs a larger machine, below it a request has become dearer (gen calibrate).',
      },
    },
    { name: 'in_flight', used: promql`sum by (instance) (${metric.inProgress}${series()})`, limit: plain(own(m.in_flight_budget)) },
    { name: 'event_loop', used: promql`max by (instance) (${metric.loopUse}${series()})`, limit: plain(own(node.max_event_loop_utilization)) },
    ...(isPooled(of) ? [pool(of)] : []),
  ];
}

const pool = ({ plan, component: { name }, own, given, series }: Watched): Budget => ({
  name: 'pool', used: promql`sum by (instance) (${metric.poolConnections}${series({ state: 'busy' })})`, limit: plain(own(m.pool_budget)),
  ...(partValue(plan, m.pool_use) === undefined ? {} : {
    alert: {
      name: 'PoolNearlyUsed', from: given(m.pool_use),
      summary: `${name}: {{ $value | humanizePercentage }} of its database connections are in use`,
      description: 'Requests will wait for one. Slow statements hold connections: look for those first, and raise the pool only as far as max_connections carries it.',
      check: 'connections-exceed-max',
    },
  }),
});

function alerts(of: Watched): readonly Alert[] {
  const { component: { name }, own, given, series } = of;
  const shared = { component: name, severity: 'warning' as const };
  const cause = duration(given(m.for_cause));
  return [
    ...running(of),
    ...(isPooled(of) ? [{
      ...shared, name: 'RequestsWaitForConnections', lasting: duration(given(m.for_waiting)),
      expression: promql`sum by (instance) (${metric.poolWaiting}${series()}) > 0`,
      summary: `${name}: {{ $value }} requests wait for a database connection; each of its processes has ${plain(own(node.pool_max)).text}`,
      description: 'All connections are busy. Slow statements and transactions that wait for something else hold them: find these before a larger pool moves the queue into the database.',
      check: 'connections-exceed-max',
    }] : []),
    {
      ...shared, name: 'EventLoopBusy', lasting: cause,
      expression: promql`max by (instance, worker) (${metric.loopUse}${series()}) > ${plain(given(m.loop_use))}`,
      summary: `${name}: the event loop of a worker is busy {{ $value | humanizePercentage }} of the time; requests are shed from {{ ${plain(own(node.max_event_loop_utilization)).text} | humanizePercentage }}`,
      description: 'Requests wait behind each other. Look for work that does not give way (large JSON, synchronous calls); otherwise the load asks for more processes.',
    },
    {
      ...shared, name: 'EventLoopDelayed', lasting: cause,
      expression: promql`max by (instance, worker) (${metric.loopDelay}${series()}) > ${seconds(own(m.loop_delay))}`,
      summary: `${name}: the event loop of a worker lags by {{ $value | humanizeDuration }}; requests are shed from ${duration(own(node.max_event_loop_delay)).text}`,
      description: 'Something blocks it: synchronous work, collections of garbage, or a CPU limit that holds it back.',
    },
    {
      ...shared, name: 'WorkersRestart',
      expression: promql`increase(${metric.restarts}${series()}[${duration(given(m.restart_window))}]) > ${plain(given(m.restarts))}`,
      summary: `${name}: {{ $value | humanize }} workers were started again within ${duration(given(m.restart_window)).text}`,
      description: 'They crash or run out of memory: the log has the reason of each.',
    },
  ];
}
