import { valueOf } from '../../../model/lookup.ts';
import { clientsOf, isExternal, serversOf } from '../../../model/stack.ts';
import { isApplication } from '../../../model/who.ts';
import { metricsPort } from '../../../settings/metrics-port.ts';
import * as m from '../../../settings/monitoring.ts';
import { budgetsOf, type Budget } from '../budget.ts';
import { nginx as metric, recorded } from '../metrics.ts';
import { duration, joined, matchers, plain, promql } from '../promql.ts';
import { together, UNWATCHED, type Alert, type Watch } from '../rule.ts';
import type { Watched } from '../watched.ts';
import { serverDown } from './down.ts';

/** The proxy, through its exporter. */
export const nginxWatch = (of: Watched): Watch =>
  together(budgetsOf(of, [connections(of)]), { recordings: [], alerts: [...serverDown(of, metric.up), dropped(of)] }, answered(of));

const connections = ({ component: { name }, own, given, series }: Watched): Budget => ({
  name: 'connections', used: promql`sum by (instance, addr) (${metric.active}${series()})`, limit: plain(own(m.connection_budget)),
  alert: {
    name: 'ConnectionsNearLimit', from: given(m.connection_use), check: 'worker-connections-below-demand',
    summary: `${name}: {{ $value | humanizePercentage }} of the ${plain(own(m.connection_budget)).text} client connections that its workers have room for`,
    description: 'Beyond that it drops new ones. Raise targets.users in the profile, or look who keeps so many open.',
  },
});

const dropped = (of: Watched): Alert => {
  const window = duration(of.given(m.rate_window));
  return {
    name: 'ConnectionsDropped', severity: 'critical', component: of.component.name,
    expression: promql`rate(${metric.accepted}${of.series()}[${window}]) - rate(${metric.handled}${of.series()}[${window}]) > 0`,
    lasting: duration(of.given(m.for_symptom)),
    summary: `${of.component.name}: {{ $value | humanize }} connections a second are dropped`,
    description: 'A worker has no connection left: worker_connections or the limit of open files is reached.',
    check: 'worker-connections-below-demand',
  };
};

/** What reaches the proxy and no application, the proxy has answered itself: from its cache, or by refusing it. */
function answered(of: Watched): Watch {
  const upstreams = serversOf(of.plan, of.component).filter((server) => isApplication(server) && !isExternal(of.plan, server));
  // What one of several proxies has passed on, the applications cannot tell.
  const alone = upstreams.every((upstream) => clientsOf(of.plan, upstream).filter(({ kind }) => kind === 'nginx').length === 1);
  // What reaches a frontend that counts nothing would look like an answer of the proxy.
  const counted = upstreams.every((upstream) => metricsPort(upstream) !== undefined);
  if (valueOf(of.plan, of.component, m.proxy_share) === undefined || upstreams.length === 0 || !alone || !counted) return UNWATCHED;
  const passed = joined(upstreams.map(({ name }) => promql`${recorded.requests}${matchers({ ...of.labels, component: name })}`), ' + ignoring (component) ');
  const window = duration(of.given(m.rate_window));
  const floor = of.own(m.proxy_share);
  return {
    recordings: [{ record: recorded.answeredByProxy, labels: of.labels, expression: promql`1 - sum(${passed}) / sum(rate(${metric.requests}${of.series()}[${window}]))` }],
    alerts: [{
      name: 'ProxyAnswersTooLittle', severity: 'warning', component: of.component.name,
      expression: promql`${recorded.answeredByProxy}${matchers(of.labels)} < ${plain(floor)}`,
      lasting: duration(of.given(m.for_cause)),
      summary: `${of.component.name}: it answers {{ $value | humanizePercentage }} of the requests itself, less than {{ ${plain(floor).text} | humanizePercentage }}`,
      description: 'The sizing counts on its cache. Look whether answers carry Set-Cookie or Cache-Control, whether clients send cookies that mark a session, and whether the traffic is still the one of the profile (workload.cacheable_share).',
    }],
  };
}
