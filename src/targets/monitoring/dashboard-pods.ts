import { entryOf } from '../../model/lookup.ts';
import { isExternal } from '../../model/stack.ts';
import { replicas } from '../../settings/component.ts';
import { max_replicas } from '../../settings/container.ts';
import * as m from '../../settings/monitoring.ts';
import type { Panel } from './dashboard-panel.ts';
import { kubelet, state } from './metrics.ts';
import { podsOf } from './pods.ts';
import { duration, plain, promql } from './promql.ts';
import type { Watched } from './watched.ts';

/** What the kubelet and kube-state-metrics tell of a component's pods, beside its budgets. */
export function podPanels(of: Watched): readonly Panel[] {
  const { plan, component, given, own } = of;
  if (isExternal(plan, component)) return [];
  const pods = podsOf(plan, component);
  const window = duration(given(m.rate_window));
  const most = entryOf(plan, component, max_replicas);
  const { name } = component;
  return [
    {
      title: `${name}: throttled`, about: 'Share of the periods in which its CPU limit held a container back.', unit: 'percentunit',
      lines: [{ expression: promql`sum by (pod) (rate(${kubelet.throttled}${pods.containers()}[${window}])) / sum by (pod) (rate(${kubelet.periods}${pods.containers()}[${window}]))`, legend: '{{pod}}' }],
      limits: [{ expression: promql`vector(${plain(given(m.throttled_share))})`, legend: 'ticket' }],
    },
    {
      title: `${name}: pods`, about: 'Pods that are ready, against those of the plan and the ceiling of the autoscaler.', unit: 'short',
      lines: [{ expression: promql`sum(${state.podReady}${pods.pods({ condition: 'true' })})`, legend: 'ready' }, { expression: promql`vector(${plain(own(replicas))})`, legend: 'planned' }],
      ...(most === undefined ? {} : { limits: [{ expression: promql`vector(${plain(most)})`, legend: 'ceiling' }] }),
    },
    {
      title: `${name}: restarts`, about: 'Containers that were started again.', unit: 'short',
      lines: [{ expression: promql`sum by (pod) (increase(${state.restarts}${pods.containers()}[${duration(given(m.restart_window))}]))`, legend: '{{pod}}' }],
    },
  ];
}
