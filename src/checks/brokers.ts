import type { Input } from '../model/input.ts';
import { entryOf, valueOf } from '../model/lookup.ts';
import type { Stack } from '../model/stack.ts';
import { sum } from '../model/value.ts';
import { replicas } from '../settings/component.ts';
import { broker } from '../settings/found.ts';

const storing = (stack: Stack) => stack.components.filter((component) => component.kind === 'kafka' && valueOf(stack, component, broker) !== false);

/** The brokers of the stack: every Kafka that stores messages, with its copies. */
export const brokers: Input<number> = {
  read: ({ stack }) => {
    const all = storing(stack);
    const entries = all.flatMap((one) => entryOf(stack, one, replicas) ?? []);
    const silent = all.find((one) => entryOf(stack, one, replicas) === undefined);
    if (silent !== undefined) return { found: false, missing: `${silent.name}.component.replicas` };
    return { found: true, value: sum(entries.map(({ value }) => value)), entries: all.length === 1 ? entries : [] };
  },
};
