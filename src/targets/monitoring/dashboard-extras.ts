import { entryOf } from '../../model/lookup.ts';
import { isOperated } from '../../model/stack.ts';
import { wal_volume_size } from '../../settings/container.ts';
import { replicas } from '../../settings/component.ts';
import * as m from '../../settings/monitoring.ts';
import { max_event_loop_delay, pool_max } from '../../settings/node.ts';
import { max_wal_size } from '../../settings/postgres.ts';
import { cacheable_share } from '../../settings/workload.ts';
import type { Panel } from './dashboard-panel.ts';
import { application, cloudNativePg, cloudNativePooler, kafka, nginx, pgbouncerExporter, postgresExporter, recorded, redis } from './metrics.ts';
import { duration, matchers, plain, promql, seconds, type Expression } from './promql.ts';
import type { Watched } from './watched.ts';

/** What else is worth seeing of a component, beside its budgets. */
export const extrasOf = (of: Watched): readonly Panel[] => EXTRAS[of.component.kind]?.(of) ?? [];

const COPY = '{{instance}}';
const limit = (expression: Expression, legend = 'limit') => ({ expression: promql`vector(${expression})`, legend });
const rateOf = (of: Watched, metric: string, labels = ''): Expression => promql`sum by (${labels === '' ? 'instance' : labels}) (rate(${metric}${of.series()}[${duration(of.given(m.rate_window))}]))`;

const proxy = (of: Watched): readonly Panel[] => [
  {
    title: `${of.component.name}: requests`, about: 'Requests that reach the proxy, those that it answers itself included.', unit: 'reqps',
    lines: [{ expression: rateOf(of, nginx.requests), legend: COPY }],
  },
  {
    title: `${of.component.name}: new connections`, about: 'Connections accepted and handled; where the two part, connections are dropped.', unit: 'short',
    lines: [{ expression: rateOf(of, nginx.accepted), legend: `accepted ${COPY}` }, { expression: rateOf(of, nginx.handled), legend: `handled ${COPY}` }],
  },
  ...(entryOf(of.plan, of.component, m.proxy_share) === undefined ? [] : [{
    title: `${of.component.name}: answered by itself`, about: 'Share of requests that reach no application; the profile counts on as much as the dashed line says.', unit: 'percentunit' as const,
    lines: [{ expression: promql`${recorded.answeredByProxy}${matchers(of.labels)}`, legend: 'answered' }],
    limits: [limit(plain(of.given(cacheable_share)), 'cacheable share')],
  }]),
];

const node = (of: Watched): readonly Panel[] => [
  ...(entryOf(of.plan, of.component, pool_max) === undefined ? [] : [{
    title: `${of.component.name}: waiting for a connection`, about: 'Requests that wait because all connections of the pool are busy.', unit: 'short' as const,
    lines: [{ expression: promql`sum by (instance) (${application.poolWaiting}${of.series()})`, legend: COPY }],
  }]),
  {
    title: `${of.component.name}: event loop delay`, about: 'Mean delay of the slowest worker; from the dashed line on requests are shed.', unit: 's',
    lines: [{ expression: promql`max by (instance) (${application.loopDelay}${of.series()})`, legend: COPY }],
    limits: [limit(seconds(of.own(max_event_loop_delay)))],
  },
  {
    title: `${of.component.name}: workers`, about: 'Worker processes that run, and those started in place of dead ones.', unit: 'short',
    lines: [
      { expression: promql`sum by (instance) (${application.workers}${of.series()})`, legend: `running ${COPY}` },
      { expression: promql`sum by (instance) (increase(${application.restarts}${of.series()}[${duration(of.given(m.restart_window))}]))`, legend: `restarted ${COPY}` },
    ],
  },
];

function postgres(of: Watched): readonly Panel[] {
  const { plan, component, own, given, series } = of;
  const metric = isOperated(plan, component) ? cloudNativePg : postgresExporter;
  const disk = entryOf(plan, component, wal_volume_size);
  const standbys = isOperated(plan, component) && own(replicas).value > 1;
  return [
    {
      title: `${component.name}: oldest transaction`, about: 'Age of the oldest transaction of each role: it holds locks and stops vacuum.', unit: 's',
      lines: [{ expression: promql`max by (usename) (${metric.transactionAge}${series()})`, legend: '{{usename}}' }],
      limits: [limit(seconds(own(m.transaction_age)), 'ticket')],
    },
    {
      title: `${component.name}: found in memory`, about: 'Share of the pages that were in shared_buffers; what is missing may still be in the page cache.', unit: 'percentunit',
      lines: [{ expression: promql`${rateOf(of, metric.found)} / (${rateOf(of, metric.found)} + ${rateOf(of, metric.read)})`, legend: COPY }],
    },
    {
      title: `${component.name}: write-ahead log`, about: 'Size of the write-ahead log; above max_wal_size a checkpoint begins, and a slot that nobody reads keeps all of it.', unit: 'bytes',
      lines: [{ expression: promql`${metric.wal}${series(metric.walLabels)}`, legend: `${COPY}{{pod}}` }],
      limits: [limit(plain(own(max_wal_size)), 'max_wal_size'), ...(disk === undefined ? [] : [limit(plain(disk), 'its volume')])],
    },
    ...(standbys ? [{
      title: `${component.name}: replicas behind`, about: 'How far each replica is behind the primary.', unit: 's' as const,
      lines: [{ expression: promql`max by (pod) (${metric.lag}${series()})`, legend: '{{pod}}' }], limits: [limit(seconds(given(m.replica_lag)), 'ticket')],
    }] : []),
  ];
}

function pgbouncer(of: Watched): readonly Panel[] {
  const metric = isOperated(of.plan, of.component) ? cloudNativePooler : pgbouncerExporter;
  return [
    {
      title: `${of.component.name}: waiting clients`, about: 'Clients that wait for a server connection.', unit: 'short',
      lines: [{ expression: promql`sum by (instance) (${metric.clientsWaiting}${of.series()})`, legend: COPY }],
    },
    {
      title: `${of.component.name}: longest wait`, about: 'How long the client has waited that waits longest.', unit: 's',
      lines: [{ expression: promql`max by (instance) (${metric.wait}${of.series()})`, legend: COPY }],
    },
  ];
}

const cache = (of: Watched): readonly Panel[] => [
  {
    title: `${of.component.name}: hits`, about: 'Share of reads that find what they ask for; below the dashed line, while it evicts, it is too small.', unit: 'percentunit',
    lines: [{ expression: promql`${recorded.cacheHits}${matchers(of.labels)}`, legend: 'hits' }], limits: [limit(plain(of.given(m.hit_share)), 'ticket')],
  },
  {
    title: `${of.component.name}: evicted`, about: 'Keys that made room for others.', unit: 'short',
    lines: [{ expression: rateOf(of, redis.evicted), legend: COPY }],
  },
];

const queue = (of: Watched): readonly Panel[] => [
  {
    title: `${of.component.name}: consumers behind`, about: 'Time that each group needs for what waits.', unit: 's',
    lines: [{ expression: promql`${recorded.lag}${matchers(of.labels)}`, legend: '{{consumergroup}}' }], limits: [limit(seconds(of.given(m.consumer_lag)), 'ticket')],
  },
  {
    title: `${of.component.name}: messages waiting`, about: 'Messages that a group has not consumed, by topic.', unit: 'short',
    lines: [{ expression: promql`sum by (consumergroup, topic) (${kafka.lag}${of.series()})`, legend: '{{consumergroup}}: {{topic}}' }],
  },
  {
    title: `${of.component.name}: brokers`, about: 'Brokers that answer, and partitions with too few copies.', unit: 'short',
    lines: [
      { expression: promql`max(${kafka.brokers}${of.series()})`, legend: 'brokers' },
      { expression: promql`sum(${kafka.underReplicated}${of.series()})`, legend: 'partitions with too few copies' },
    ],
    limits: [limit(plain(of.own(replicas)), 'brokers planned')],
  },
];

const EXTRAS: Readonly<Record<string, (of: Watched) => readonly Panel[]>> = { nginx: proxy, node, postgres, pgbouncer, redis: cache, kafka: queue };
