import { own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { MINUTE, SECOND } from '../../model/value.ts';
import { APPLICATION_KINDS } from '../../model/who.ts';
import * as container from '../../settings/container.ts';

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

/** When the autoscaler adds and removes pods, and how many at once. */
export const scalingRules: readonly Rule[] = [
  autoscale,
  decide(container.hpa_scale_up_window, 0, 'A rising load is answered at once.', DEFAULT, SCALED),
  decide(container.hpa_scale_up_percent, 100, 'Twice the pods in one period, as far as the ceiling lets it: the ceiling guards the database, not the pace.', DEFAULT, SCALED),
  decide(container.hpa_scale_up_pods, 4, 'From few pods, four more in one period are quicker than twice as many.', DEFAULT, SCALED),
  decide(container.hpa_scale_up_period, 15 * SECOND, 'As often as the autoscaler looks.', DEFAULT, SCALED),
  decide(container.hpa_scale_down_window, 5 * MINUTE, 'Pods are not removed between two waves.', DEFAULT, SCALED),
  decide(container.hpa_scale_down_percent, 10, 'A tenth in each period: a load that comes back meets most of the pods still there.', 'Plumbline; by default all go at once', SCALED),
  decide(container.hpa_scale_down_pods, 1, 'Of few pods a tenth would be none.', 'Plumbline', SCALED),
  decide(container.hpa_scale_down_period, MINUTE, 'Each step shows in the load of the others before the next.', 'Plumbline; 15 s by default', SCALED),
];
