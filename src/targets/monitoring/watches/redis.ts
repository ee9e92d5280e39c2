import * as container from '../../../settings/container.ts';
import * as m from '../../../settings/monitoring.ts';
import * as redis from '../../../settings/redis.ts';
import { budgetsOf, type Budget } from '../budget.ts';
import { recorded, redis as metric } from '../metrics.ts';
import { duration, matchers, plain, promql, type Expression } from '../promql.ts';
import { together, type Watch } from '../rule.ts';
import type { Watched } from '../watched.ts';
import { serverDown } from './down.ts';

/** A cache or store in Redis, through its exporter. */
export const redisWatch = (of: Watched): Watch =>
  // Without a cache the stack is slower; if it is too slow, that pages.
  together(budgetsOf(of, budgets(of)), hits(of), { recordings: [], alerts: serverDown(of, metric.up, isEvicting(of) ? 'warning' : 'critical') });

/** A cache is full when it works: only without eviction a full one refuses writes. */
const isEvicting = ({ own }: Watched): boolean => own(redis.maxmemory_policy).value !== 'noeviction';

function budgets(of: Watched): readonly Budget[] {
  const { component: { name }, own, given, series } = of;
  const perCopy = (gauge: string): Expression => promql`sum by (instance) (${gauge}${series()})`;
  const full = {
    name: 'DataNearlyFull', from: given(m.memory_use), check: 'redis-without-maxmemory',
    summary: `${name}: {{ $value | humanizePercentage }} of maxmemory is used`,
    description: 'It evicts nothing, so that writes fail when it is full.',
  };
  return [
    { name: 'data', used: perCopy(metric.used), limit: plain(own(redis.maxmemory)), ...(isEvicting(of) ? {} : { alert: full }) },
    {
      name: 'memory', used: perCopy(metric.resident), limit: plain(own(container.memory_limit)),
      alert: {
        name: 'MemoryNearLimit', from: given(m.memory_use), check: 'redis-exceeds-limit',
        summary: `${name}: it holds {{ $value | humanizePercentage }} of the memory of its container`,
        description: 'At the limit the kernel kills it. Look at its fragmentation and at the buffers of its clients.',
      },
    },
    {
      name: 'connections', used: perCopy(metric.clients), limit: plain(own(redis.maxclients)),
      alert: {
        name: 'ConnectionsNearLimit', from: given(m.connection_use),
        summary: `${name}: {{ $value | humanizePercentage }} of the ${plain(own(redis.maxclients)).text} connections that it accepts are open`,
        description: 'Beyond that it refuses clients. Look which of them opens so many.',
      },
    },
  ];
}

function hits(of: Watched): Watch {
  const window = duration(of.given(m.rate_window));
  const rate = (name: string) => promql`sum(rate(${name}${of.series()}[${window}]))`;
  const floor = of.given(m.hit_share);
  return {
    recordings: [{ record: recorded.cacheHits, labels: of.labels, expression: promql`${rate(metric.hits)} / (${rate(metric.hits)} + ${rate(metric.misses)})` }],
    alerts: isEvicting(of) ? [{
      name: 'CacheTooSmall', severity: 'warning', component: of.component.name,
      expression: promql`${recorded.cacheHits}${matchers(of.labels)} < ${plain(floor)} and on () ${rate(metric.evicted)} > 0`,
      lasting: duration(of.given(m.for_cause)),
      summary: `${of.component.name}: only {{ $value | humanizePercentage }} of the reads are hits while it evicts`,
      description: `What is read does not fit into maxmemory. Give it more memory, shorten lifetimes, or cache less.`,
    }] : [],
  };
}
