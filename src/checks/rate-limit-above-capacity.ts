import { defineCheck } from '../model/check.ts';
import { all, each, given, optional, own, present } from '../model/input.ts';
import { entriesIn } from '../model/lookup.ts';
import { sum } from '../model/value.ts';
import { upstreams } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as nginx from '../settings/nginx.ts';
import * as w from '../settings/workload.ts';
import { planned } from './answerable.ts';
import { processes } from './serving.ts';

/** So far above the capacity a limit protects nothing. */
const FAR = 2;
const RATES: ReadonlySet<string> = new Set([nginx.limit_total_rate, nginx.limit_req_rate, nginx.route_rate].map((setting) => setting.name));

/** What the proxy lets through against what the processes behind it can answer. */
export const rateLimitAboveCapacity = defineCheck({
  id: 'rate-limit-above-capacity',
  severity: 'warning',
  confidence: 'likely',
  on: ['nginx'],
  when: (stack, component) => upstreams(stack, component).length > 0 && entriesIn(stack, component).some((entry) => RATES.has(entry.setting.name)),
  reads: {
    total: present(nginx.limit_total_rate),
    client: present(nginx.limit_req_rate),
    routes: all(nginx.route_rate),
    replicas: optional(own(c.replicas)),
    capacity: optional(planned),
    cpuTime: optional(given(w.cpu_time)),
    behind: each(upstreams, { processes: optional(processes), replicas: optional(own(c.replicas)) }),
  },
  broken: (v) => {
    const loops = sum(v.behind.map((one) => (one.processes ?? 1) * (one.replicas ?? 1)));
    const capacity = v.capacity ?? (v.cpuTime === undefined ? undefined : (loops * 1000) / v.cpuTime);
    if (capacity === undefined) return { missing: 'capacity of the applications (demand.capacity or workload.cpu_time)' };
    const proxies = v.replicas ?? 1;
    const judged: readonly { readonly rate: number | undefined; readonly whose: string }[] = [{ rate: v.total, whose: 'all clients together' }, { rate: v.client, whose: 'one client alone' }, ...v.routes.map(({ subject, value }) => ({ rate: value, whose: `one client alone on ${subject}` }))];
    const high = judged.find(({ rate }) => rate !== undefined && rate > 1 && rate * proxies > FAR * capacity);
    return high?.rate === undefined ? undefined : `${high.whose} may send ${high.rate * proxies} requests a second; the applications can answer ${Math.floor(capacity)}`;
  },
  why: 'The limit never refuses anything: the applications are overloaded long before it is reached.',
  fix: 'a limit of four fifths of what the processes can answer, divided by the replicas of the proxy.',
  source: "Little's law; limit_req counts in each nginx for itself",
  examples: {
    holds: [{ total: 1120, client: 40, routes: [], replicas: 1, capacity: 1400, cpuTime: 1, behind: [] }, { total: undefined, client: 10, routes: [{ subject: '/login', value: 5 }], replicas: 1, capacity: undefined, cpuTime: 10, behind: [{ of: 'api', processes: 2, replicas: 1 }] }],
    breaks: [
      { total: 5000, client: undefined, routes: [], replicas: 1, capacity: 1400, cpuTime: 1, behind: [] },
      { total: undefined, client: 500, routes: [], replicas: 2, capacity: undefined, cpuTime: 20, behind: [{ of: 'api', processes: 2, replicas: 1 }] },
    ],
  },
});
