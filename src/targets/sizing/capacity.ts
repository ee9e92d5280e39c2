import { showValue } from '../../formats/quantity.ts';
import { prose } from '../../formats/markdown.ts';
import { inPlan } from '../../model/input.ts';
import { entryOf, partValue, valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import { part, type Component, type Stack } from '../../model/stack.ts';
import type { Value } from '../../model/value.ts';
import { isAnswering, isApplication } from '../../model/who.ts';
import { processes } from '../../rules/application/inputs.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as kafka from '../../settings/kafka.ts';
import * as profile from '../../settings/profile.ts';
import * as python from '../../settings/python.ts';
import * as w from '../../settings/workload.ts';

/** What each application can answer beside what is asked of it, in words, and what the users of the targets do. */
export const capacityLines = (plan: Stack): readonly string[] => [...plan.components.filter(isApplication).map((application) => capacityLine(plan, application)), ...userLine(plan)];

function capacityLine(plan: Stack, application: Component): string {
  const show = shownIn(plan, application);
  const able = entryOf(plan, application, c.capacity);
  const bound = able?.origin.from === 'rule' && able.origin.bound !== undefined ? `, bound by ${able.origin.bound}` : '';
  const copies = `${application.name}: replicas ${show(c.replicas)} x processes ${inPlan(plan, application, processes) ?? '?'}`;
  if (isAnswering(application)) return answering(plan, application, copies, bound) + verdictOf(plan, application, c.app_rps);
  if (able === undefined) return prose(`${copies}, on cores ${show(container.cpu_limit)} each; no queue brings it messages.`);
  return prose(`${copies} x consumers ${show(python.kafka_consumers)}, on cores ${show(container.cpu_limit)} each; a message takes ${show(w.message_time)}; that is ${show(c.capacity)}${bound}.`) + verdictOf(plan, application, kafka.messages);
}

function answering(plan: Stack, application: Component, copies: string, bound: string): string {
  const show = shownIn(plan, application);
  const p95 = showValue(partValue(plan, profile.p95) ?? 0, profile.p95.unit);
  return prose(`${copies}${atOnceWords(plan, application)}, on cores ${show(container.cpu_limit)} each; a request takes ${show(w.cpu_time)} of CPU and waits ${show(w.wait_time)}; with the 95th percentile at ${p95} that answers ${show(c.capacity)}${bound}.`);
}

const shownIn = (plan: Stack, application: Component) => <T extends Value>(setting: Setting<T>): string => {
  const value = valueOf(plan, application, setting) ?? partValue(plan, setting);
  return value === undefined ? '?' : showValue(value, setting.unit);
};

/** Where each request has a thread or a process of its own, how many there are: ` x threads 2 = 8 requests at once`. */
function atOnceWords(plan: Stack, application: Component): string {
  const style = valueOf(plan, application, gunicorn.worker_class);
  const threads = valueOf(plan, application, gunicorn.threads);
  if (application.kind !== 'gunicorn' || style === undefined || threads === undefined || gunicorn.isEventLoop(style)) return '';
  const all = (valueOf(plan, application, c.replicas) ?? 1) * (inPlan(plan, application, processes) ?? 1) * threads;
  return `${threads > 1 ? ` x threads ${threads}` : ''} = ${all} requests at once`;
}

function verdictOf(plan: Stack, application: Component, target: Setting<number>): string {
  const able = valueOf(plan, application, c.capacity);
  const asked = valueOf(plan, application, target);
  if (able === undefined || asked === undefined) return '';
  const goal = `The target is ${showValue(asked, target.unit)}`;
  return able >= asked ? ` ${goal}: met.` : ` ${goal}: **short by ${showValue(asked - able, c.capacity.unit)}**.`;
}

/** Users against requests, where the profile states both: what one of them is taken to do. */
function userLine(plan: Stack): readonly string[] {
  const [users, rate] = [entryOf(plan, part('targets'), profile.users), entryOf(plan, part('targets'), profile.rps)];
  if (users?.origin.from !== 'stated' || rate?.origin.from !== 'stated' || rate.value === 0) return [];
  return [prose(`${users.value} users and ${showValue(rate.value, rate.setting.unit)}: each asks again ${showValue(Math.round((1000 * users.value) / rate.value), 'milliseconds')} after its last request, the time of the answer included.`)];
}
