import { optional, own } from '../../model/input.ts';
import { defineRule } from '../../model/rule.ts';
import { MINUTE, SECOND } from '../../model/value.ts';
import * as kafka from '../../settings/kafka-python.ts';
import * as python from '../../settings/python.ts';

/** How old the heartbeat of a worker may be. */
export const heartbeat = defineRule({
  sizes: python.heartbeat_timeout,
  on: ['python'],
  from: { message: own(python.request_timeout), poll: optional(own(kafka.max_poll_interval)) },
  value: ({ message, poll }) => {
    const working = poll ?? 2 * message;
    const value = Math.ceil(Math.max(MINUTE, working) / SECOND) * SECOND;
    return { value, bound: value > working ? 'a minute' : poll === undefined ? 'two messages' : 'poll interval' };
  },
  because: 'A worker gives a sign of life after each batch: one that is silent for longer than Kafka lets it work, or than two messages may take, is stuck.',
  source: 'Kafka, max.poll.interval.ms: a consumer that does not poll for that long has failed',
  examples: [
    { given: { message: 20_000, poll: 300_000 }, gives: 300_000 },
    { given: { message: 45_000, poll: undefined }, gives: 90_000 },
    { given: { message: 5000, poll: undefined }, gives: 60_000 },
  ],
});
