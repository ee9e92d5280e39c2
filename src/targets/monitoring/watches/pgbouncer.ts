import { isOperated } from '../../../model/stack.ts';
import * as m from '../../../settings/monitoring.ts';
import * as pgbouncer from '../../../settings/pgbouncer.ts';
import { budgetsOf, type Budget } from '../budget.ts';
import { cloudNativePooler, pgbouncerExporter, type PoolerMetrics } from '../metrics.ts';
import { duration, plain, promql } from '../promql.ts';
import { together, type Alert, type Watch } from '../rule.ts';
import type { Watched } from '../watched.ts';
import { serverDown } from './down.ts';

/** A pooler, through pgbouncer_exporter or CloudNativePG's own. */
export function pgbouncerWatch(of: Watched): Watch {
  const metric = isOperated(of.plan, of.component) ? cloudNativePooler : pgbouncerExporter;
  return together(budgetsOf(of, [clients(of, metric), servers(of, metric)]), { recordings: [], alerts: [...serverDown(of, metric.up), waiting(of, metric)] });
}

const clients = ({ component: { name }, own, given, series }: Watched, metric: PoolerMetrics): Budget => ({
  name: 'connections', limit: plain(own(pgbouncer.max_client_conn)),
  used: promql`sum by (instance) (${metric.clientsActive}${series()} + ${metric.clientsWaiting}${series()})`,
  alert: {
    name: 'ConnectionsNearLimit', from: given(m.connection_use), check: 'pooler-clients-below-demand',
    summary: `${name}: {{ $value | humanizePercentage }} of the ${plain(own(pgbouncer.max_client_conn)).text} client connections that it accepts are open`,
    description: 'Beyond that it refuses clients. Look which application opens more than its pools should.',
  },
});

const servers = ({ own, series }: Watched, metric: PoolerMetrics): Budget => ({
  name: 'server connections', limit: plain(own(pgbouncer.max_db_connections)),
  used: promql`sum by (instance) (${metric.serversActive}${series()} + ${metric.serversIdle}${series()})`,
});

const waiting = (of: Watched, metric: PoolerMetrics): Alert => ({
  name: 'RequestsWaitForConnections', severity: 'warning', component: of.component.name,
  expression: promql`sum by (instance) (${metric.clientsWaiting}${of.series()}) > 0`,
  lasting: duration(of.given(m.for_waiting)),
  summary: `${of.component.name}: {{ $value }} clients wait for one of ${plain(of.own(pgbouncer.default_pool_size)).text} server connections`,
  description: 'All are busy. Slow statements and transactions that wait for something else hold them: find these before a larger pool moves the queue into the database.',
  check: 'pooler-exceeds-max',
});
