import * as c from '../../../settings/component.ts';
import * as m from '../../../settings/monitoring.ts';
import { duration, promql } from '../promql.ts';
import type { Alert, Severity } from '../rule.ts';
import type { Watched } from '../watched.ts';

/** Whether it has copies: one of them that fails is a ticket, all of them wake somebody. */
export const hasCopies = ({ own }: Watched): boolean => own(c.replicas).value > 1;

/** A server that its exporter cannot reach: `up` is the metric that is 0 then. */
export function serverDown(of: Watched, up: string, severity: Severity = 'critical'): readonly Alert[] {
  const { component: { name } } = of;
  const one: Alert = {
    name: 'ServerDown', severity, component: name,
    expression: promql`${up}${of.series()} == 0`,
    lasting: duration(of.given(m.for_outage)),
    summary: `${name}: {{ $labels.instance }} does not answer its exporter`,
    description: 'It is down, or it accepts no connection any more. Its log says which.',
  };
  return !hasCopies(of) ? [one] : [
    { ...one, expression: promql`max(${up}${of.series()}) == 0`, summary: `${name}: no copy of it answers its exporter`, description: 'All are down, or none accepts a connection any more. Their logs say which.' },
    { ...one, name: 'InstanceDown', severity: 'warning', lasting: duration(of.given(m.for_symptom)), description: 'What is left carries the load without reserve. Its log says why it is down.' },
  ];
}

/** An instance that cannot be scraped, or no instance at all: what follows from its metrics is blind. */
export const metricsMissing = (of: Watched): Alert => ({
  name: 'MetricsMissing', severity: 'warning', component: of.component.name,
  expression: promql`up${of.series()} == 0 or absent(up${of.series()})`,
  lasting: duration(of.given(m.for_symptom)),
  summary: `${of.component.name}: {{ or $labels.instance "no instance of it" }} cannot be scraped`,
  description: 'It is down, out of reach of Prometheus, or not found by it; its other alerts are blind until it is back.',
});
