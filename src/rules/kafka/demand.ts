import { each, own, given } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import type { Setting } from '../../model/setting.ts';
import { DAY, KiB, sum, type Value } from '../../model/value.ts';
import { isExternal } from '../../model/stack.ts';
import { APPLICATION_KINDS, clientApplications, isAnswering } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as kafka from '../../settings/kafka.ts';
import { rps } from '../../settings/profile.ts';
import * as w from '../../settings/workload.ts';
import { hasQueue, sendsMessages, workersOf } from './where.ts';
import { kafkaConsumers, processes } from '../application/inputs.ts';

const ASSUMED = 'assumption of Plumbline; state or measure your own';

const withQueue = (rule: Rule): Rule => ({ ...rule, when: hasQueue });
const assume = <T extends Value>(setting: Setting<T>, value: T, because: string): Rule => withQueue(decide(setting, value, because, ASSUMED));

/** An application sends and works on messages as the profile says, unless its own figures are stated. */
const inherit = (setting: Setting<number>, example: number): Rule =>
  defineRule({
    id: `application.workload.${setting.name}`,
    sizes: setting,
    on: APPLICATION_KINDS,
    when: sendsMessages,
    from: { whole: given(setting) },
    value: ({ whole }) => whole,
    because: 'The application states no figure of its own.',
    source: 'profile',
    examples: [{ given: { whole: example }, gives: example }],
  });

const messages = defineRule({
  sizes: kafka.messages,
  on: ['kafka'],
  from: { clients: each(clientApplications, { rps: own(c.app_rps), perRequest: own(w.messages_per_request) }) },
  value: ({ clients }) => Math.round(sum(clients.map((client) => client.rps * client.perRequest)) * 1e6) / 1e6,
  because: 'What the requests of all linked applications send at the target.',
  source: 'profile',
  examples: [{ given: { clients: [{ of: 'api', rps: 1000, perRequest: 0.1 }] }, gives: 100 }],
});

const fromElsewhere = defineRule({
  id: 'kafka.messages.elsewhere',
  sizes: kafka.messages,
  on: ['kafka'],
  when: (stack, queue) => !isExternal(stack, queue) && workersOf(stack, queue).length > 0 && !clientApplications(stack, queue).some(isAnswering),
  from: { target: given(rps) },
  value: ({ target }) => target,
  because: 'Nothing of the stack sends messages, and workers wait for them: the target counts messages.',
  source: 'profile',
  examples: [{ given: { target: 300 }, gives: 300 }],
});

const consumers = defineRule({
  sizes: kafka.consumers,
  on: ['kafka'],
  from: { clients: each(clientApplications, { most: own(container.max_replicas), workers: processes, each: kafkaConsumers }) },
  value: ({ clients }) => Math.max(1, ...clients.map((client) => client.most * client.workers * client.each)),
  because: 'Every process of every pod that the autoscaler may start is a consumer of its application\'s group.',
  source: 'kafka.apache.org, consumers: a partition belongs to one consumer of a group',
  examples: [{ given: { clients: [{ of: 'api', most: 3, workers: 2, each: 1 }, { of: 'mailer', most: 2, workers: 1, each: 1 }] }, gives: 6 }, { given: { clients: [] }, gives: 1 }],
});

/** What the queue must carry. */
export const demandRules: readonly Rule[] = [
  assume(w.messages_per_request, 0.1, 'One request in ten changes something that others want to hear of.'),
  assume(w.message_size, KiB, 'A small JSON document.'),
  assume(w.message_time, 5, 'A consumer writes what it heard to the database.'),
  assume(w.message_retention, DAY, 'A day: consumers that stood still over night lose nothing.'),
  assume(w.topics, 4, 'A handful of topics share the disk.'),
  inherit(w.messages_per_request, 0.1),
  inherit(w.message_size, KiB),
  inherit(w.message_time, 5),
  fromElsewhere,
  messages,
  consumers,
];
