import { given, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { MINUTE, SECOND } from '../../model/value.ts';
import { APPLICATION_KINDS } from '../../model/who.ts';
import * as container from '../../settings/container.ts';
import { thresholds } from '../../settings/monitoring.ts';
import { GUIDES } from '../monitoring/guides.ts';

const SCALED = ['nginx', ...APPLICATION_KINDS];
const DEFAULT = 'kubernetes.io, horizontal pod autoscaling: default';

const autoscale = defineRule({
  sizes: container.hpa_cpu_utilization,
  on: SCALED,
  from: { limit: own(container.cpu_limit), request: own(container.cpu_reservation) },
  value: ({ limit, request }) => Math.round((70 * limit) / request),
  because: 'Seven tenths of the limit, in percent of the request as the autoscaler counts: there is room for the burst until the next pod is ready.',
  source: 'kubernetes.io, horizontal pod autoscaling: utilisation is relative to the request',
  examples: [{ given: { limit: 2000, request: 1000 }, gives: 140 }],
});

const byMemory = defineRule({
  sizes: container.hpa_memory_utilization,
  on: APPLICATION_KINDS,
  from: { whose: given(thresholds), limit: own(container.memory_limit), request: own(container.memory_reservation) },
  value: ({ whose, limit, request }) => {
    const share = GUIDES[whose]?.scaleAtMemory;
    return share === undefined ? undefined : Math.round((100 * share * limit) / request);
  },
  because: 'The guide adds pods at this share of the limit, in percent of the request as the autoscaler counts. Without it memory adds none: what a process has taken it rarely gives back, and more pods free nothing.',
  source: 'the guide whose thresholds the profile asks for; kubernetes.io, horizontal pod autoscaling',
  examples: [{ given: { whose: 'jewgo', limit: 1000, request: 1000 }, gives: 80 }, { given: { whose: 'targets', limit: 1000, request: 1000 }, gives: undefined }, { given: { whose: 'violentutf', limit: 1000, request: 1000 }, gives: undefined }],
});

/** When the autoscaler adds and removes pods, and how many at once. */
export const scalingRules: readonly Rule[] = [
  autoscale, byMemory,
  decide(container.hpa_scale_up_window, 0, 'A rising load is answered at once.', DEFAULT, SCALED),
  decide(container.hpa_scale_up_percent, 100, 'Twice the pods in one period, as far as the ceiling lets it: the ceiling guards the database, not the pace.', DEFAULT, SCALED),
  decide(container.hpa_scale_up_pods, 4, 'From few pods, four more in one period are quicker than twice as many.', DEFAULT, SCALED),
  decide(container.hpa_scale_up_period, 15 * SECOND, 'As often as the autoscaler looks.', DEFAULT, SCALED),
  decide(container.hpa_scale_down_window, 5 * MINUTE, 'Pods are not removed between two waves.', DEFAULT, SCALED),
  decide(container.hpa_scale_down_percent, 10, 'A tenth in each period: a load that comes back meets most of the pods still there.', 'Plumbline; by default all go at once', SCALED),
  decide(container.hpa_scale_down_pods, 1, 'Of few pods a tenth would be none.', 'Plumbline', SCALED),
  decide(container.hpa_scale_down_period, MINUTE, 'Each step shows in the load of the others before the next.', 'Plumbline; 15 s by default', SCALED),
];
