import * as c from '../../../settings/component.ts';
import * as kafka from '../../../settings/kafka.ts';
import * as m from '../../../settings/monitoring.ts';
import { kafka as metric, recorded } from '../metrics.ts';
import { duration, matchers, plain, promql, seconds, type Expression } from '../promql.ts';
import type { Alert, Watch } from '../rule.ts';
import type { Watched } from '../watched.ts';
import { hasCopies } from './down.ts';

/** A queue, through kafka_exporter. */
export function kafkaWatch(of: Watched): Watch {
  const { component: { name }, given, labels, series } = of;
  const window = duration(given(m.rate_window));
  const limit = given(m.consumer_lag);
  return {
    recordings: [{
      record: recorded.lag, labels,
      // Where nothing is consumed, what waits takes for ever.
      expression: promql`sum by (consumergroup) (${metric.lag}${series()}) / sum by (consumergroup) (rate(${metric.consumed}${series()}[${window}]))`,
    }],
    alerts: [
      ...brokersMissing(of),
      {
        name: 'PartitionsUnderReplicated', severity: 'warning', component: name, lasting: duration(given(m.for_symptom)),
        expression: promql`sum(${metric.underReplicated}${series()}) > 0`,
        summary: `${name}: {{ $value }} partitions have fewer copies than they should`,
        description: 'One more broker lost, and they cannot be written, or are lost. Look which broker does not keep up.',
      },
      {
        name: 'ConsumersBehind', severity: 'warning', component: name, lasting: duration(given(m.for_cause)),
        expression: promql`${recorded.lag}${matchers(labels)} > ${seconds(limit)}`,
        summary: `${name}: what waits for {{ $labels.consumergroup }} takes it {{ $value | humanizeDuration }}, more than ${duration(limit).text}`,
        description: 'It consumes too slowly, or not at all. A topic feeds as many consumers at once as it has partitions.',
      },
    ],
  };
}

/** With copies in reserve a broker that is missing is a ticket; where too few are left to write to, it wakes somebody. */
function brokersMissing(of: Watched): readonly Alert[] {
  const { component: { name }, own, given, series } = of;
  const all = plain(own(c.replicas));
  const below = (least: Expression): Expression => promql`max(${metric.brokers}${series()}) < ${least}`;
  const shared = { component: name, summary: `${name}: {{ $value }} of ${all.text} brokers answer`, description: 'The log of the missing broker says why it ended.' };
  const least = hasCopies(of) ? own(kafka.min_insync_replicas) : own(c.replicas);
  return [
    { ...shared, name: 'ServerDown', severity: 'critical', expression: below(plain(least)), lasting: duration(given(m.for_outage)) },
    ...(hasCopies(of) ? [{ ...shared, name: 'InstanceDown', severity: 'warning' as const, expression: below(all), lasting: duration(given(m.for_symptom)) }] : []),
  ];
}
