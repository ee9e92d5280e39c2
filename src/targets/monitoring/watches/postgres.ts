import { entryOf } from '../../../model/lookup.ts';
import { isCluster, isOperated } from '../../../model/stack.ts';
import * as c from '../../../settings/component.ts';
import * as container from '../../../settings/container.ts';
import * as m from '../../../settings/monitoring.ts';
import * as pg from '../../../settings/postgres.ts';
import { clientsOfDatabase, roleName } from '../../names.ts';
import { budgetsOf, type Budget } from '../budget.ts';
import { cloudNativePg, postgresExporter, type DatabaseMetrics } from '../metrics.ts';
import { duration, like, not, plain, promql, seconds, type Matcher } from '../promql.ts';
import { together, type Alert, type Watch } from '../rule.ts';
import type { Watched } from '../watched.ts';
import { serverDown } from './down.ts';
import { filled, filling } from './volume.ts';

/** A database, through postgres_exporter or CloudNativePG's own. */
export function postgresWatch(of: Watched): Watch {
  const metric = isOperated(of.plan, of.component) ? cloudNativePg : postgresExporter;
  const volume = isCluster(of.plan) ? [] : [onDisk(of, metric)];
  return together(
    budgetsOf(of, [connections(of, metric), ...roles(of, metric), wal(of, metric), ...volume]),
    ...volume.map(() => filling(of, 'volume')),
    { recordings: [], alerts: [...serverDown(of, metric.up), longTransaction(of, metric), ...replicas(of, metric)] },
  );
}

const connections = ({ component: { name }, own, given, series }: Watched, metric: DatabaseMetrics): Budget => ({
  name: 'connections', used: promql`sum by (instance) (${metric.connections}${series({ datname: not('') })})`, limit: plain(own(m.connection_budget)),
  alert: {
    name: 'ConnectionsNearLimit', from: given(m.connection_use), check: 'connections-exceed-max',
    summary: `${name}: {{ $value | humanizePercentage }} of the ${plain(own(m.connection_budget)).text} connections that it accepts are open`,
    description: 'Beyond that it refuses clients: "sorry, too many clients already". Look which role holds more than its pools should; a rollout doubles them for its time.',
  },
});

/** The connections of each client, whose role has a limit of its own. */
const roles = ({ plan, component, own, given, series }: Watched, metric: DatabaseMetrics): readonly Budget[] =>
  clientsOfDatabase(plan, component).filter((client) => entryOf(plan, component, pg.role_connection_limit, client.name) !== undefined).map((client): Budget => {
    const role = roleName(client);
    const limit = plain(own(pg.role_connection_limit, client.name));
    return {
      name: `connections of ${client.name}`, used: promql`sum by (instance) (${metric.connections}${series({ usename: role })})`, limit,
      alert: {
        name: 'RoleConnectionsNearLimit', from: given(m.connection_use), check: 'connections-exceed-max',
        summary: `${component.name}: the role ${role} has {{ $value | humanizePercentage }} of its ${limit.text} connections open`,
        description: `Beyond that ${client.name} is refused. Its pools may be larger than planned, or more of its pods run than the plan has.`,
      },
    };
  });

/** A checkpoint begins before it reaches this; slots and a slow archive let it grow beyond, which its volume then shows. */
const wal = ({ own, series }: Watched, metric: DatabaseMetrics): Budget => ({
  name: 'wal', used: promql`max by (instance) (${metric.wal}${series(metric.walLabels)})`, limit: plain(own(pg.max_wal_size)),
});

const onDisk = (of: Watched, metric: DatabaseMetrics): Budget => ({
  name: 'volume', used: promql`sum by (instance) (${metric.size}${of.series()}) + on (instance) ${metric.wal}${of.series(metric.walLabels)}`, limit: plain(of.own(container.volume_size)),
  alert: { ...filled(of), name: 'VolumeNearlyFull', from: of.given(m.disk_use), summary: `${of.component.name}: {{ $value | humanizePercentage }} of its volume is used` },
});

/** Migrations take as long as they must: only those of clients are judged. */
function longTransaction(of: Watched, metric: DatabaseMetrics): Alert {
  const roleNames = clientsOfDatabase(of.plan, of.component).map(roleName);
  const who: Readonly<Record<string, Matcher>> = roleNames.length === 0 ? {} : { usename: like(roleNames.join('|')) };
  const limit = of.own(m.transaction_age);
  return {
    name: 'LongTransaction', severity: 'warning', component: of.component.name,
    expression: promql`max by (instance, usename) (${metric.transactionAge}${of.series(who)}) > ${seconds(limit)}`,
    lasting: duration(of.given(m.for_outage)),
    summary: `${of.component.name}: a transaction of {{ $labels.usename }} is open for {{ $value | humanizeDuration }}, longer than ${duration(limit).text}`,
    description: 'It holds locks and stops vacuum. pg_stat_activity has its last statement; pg_terminate_backend ends it.',
  };
}

/** Replicas there are only where an operator runs the database. */
function replicas(of: Watched, metric: DatabaseMetrics): readonly Alert[] {
  if (!isOperated(of.plan, of.component) || of.own(c.replicas).value < 2) return [];
  const limit = of.given(m.replica_lag);
  return [{
    name: 'ReplicaBehind', severity: 'warning', component: of.component.name,
    expression: promql`max by (pod) (${metric.lag}${of.series()}) > ${seconds(limit)}`,
    lasting: duration(of.given(m.for_symptom)),
    summary: `${of.component.name}: {{ $labels.pod }} is {{ $value | humanizeDuration }} behind the primary, more than ${duration(limit).text}`,
    description: 'What it does not have is lost if the primary is. Look at its CPU and disk, and for a long query on it.',
  }];
}
