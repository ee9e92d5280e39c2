import { each, first, optional, own, type Input } from '../model/input.ts';
import { repeated, valueOf } from '../model/lookup.ts';
import { clientsOf, type Component, type Stack } from '../model/stack.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import { variable } from '../settings/found.ts';
import * as node from '../settings/node.ts';
import * as python from '../settings/python.ts';
import { processes } from './serving.ts';

/** Variables that only a consumer is told. */
const CONSUMING = /^(?!CONNECT_).*(?:^|_)(?:CONSUMERS?|GROUP_?ID|CONSUMER_?GROUP)(?:_|$)/i;

/** What says how many consumers a process has. */
const CONSUMERS = [node.kafka_consumers, python.kafka_consumers];

/** Whether it shows that a client reads from a queue, and does not only write to it. */
const consumes = (stack: Stack, client: Component): boolean =>
  CONSUMERS.some((setting) => (valueOf(stack, client, setting) ?? 0) > 0) || repeated(stack, client, variable).some(({ subject = '' }) => CONSUMING.test(subject));

/** The consumers of one application: its group. */
export interface Group {
  readonly of: string;
  readonly replicas: number;
  /** The ceiling of its autoscaler. */
  readonly most: number | undefined;
  readonly workers: number | undefined;
  /** Consumers of one process. */
  readonly consumers: number | undefined;
}

/** The groups of every client that reads from a queue. */
export const groups: Input<readonly Group[]> = each(
  (stack, queue) => clientsOf(stack, queue).filter((client) => consumes(stack, client)),
  { replicas: own(c.replicas), most: optional(own(container.max_replicas)), workers: optional(processes), consumers: optional(first(...CONSUMERS.map((setting) => own(setting)))) },
);

/** How many consumers of a group run at the most. */
export const greatest = ({ replicas, most, workers, consumers }: Group): number => Math.max(replicas, most ?? 0) * (workers ?? 1) * (consumers ?? 1);
