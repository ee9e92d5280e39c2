import { inShell } from '../../../formats/shell-words.ts';
import type { Stack } from '../../../model/stack.ts';
import type { Traced } from '../../traced.ts';
import { becauseOfPlaces } from '../because-of-places.ts';
import type { Step } from '../step.ts';
import type { Objects, Pair } from './objects.ts';

/** What the change of one object is seen with. */
export interface Scene {
  readonly objects: Objects;
  readonly before: Stack;
  readonly after: Stack;
  readonly changes: readonly Traced[];
}

/** Says what a cluster does when an object of a kind changes. */
export type Taker = (pair: Pair, scene: Scene) => readonly Step[];

/** A step of an object; `because` are places in it. */
export const stepOf = ({ changes }: Scene, pair: Pair, action: Step['action'], message: string, places: readonly string[], command?: string): Step => ({
  environment: 'kubernetes',
  component: pair.component,
  action,
  message,
  ...(command === undefined ? {} : { command }),
  because: becauseOfPlaces(changes, pair.component, places, `${pair.file} ${pair.kind}/${pair.name}`),
});

/** `kubectl` in the namespace of an object. */
export const kubectl = ({ namespace }: Pick<Pair, 'namespace'>, words: string): string => `kubectl${namespace === '' ? '' : ` -n ${inShell(namespace)}`} ${words}`;
