import { k8s } from 'cdk8s-plus-27';
import { digits } from '../../formats/units.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { portEntry } from '../names.ts';
import { respelled, tuned } from './tuned.ts';

/** The port that clients of a component use. */
export function portOf(plan: Stack, component: Component): number {
  const entry = portEntry(plan, component);
  return tuned(entry.value, entry);
}

/** A port where Kubernetes would take a name as well; numbers are what checkers can compare. */
export const portNumber = (port: number): k8s.IntOrString => k8s.IntOrString.fromNumber(port);

/** A port in an argument of a command: `--port=5432`. */
export const portArgument = (port: number, before = ''): string => respelled(port, (number) => `${before}${digits(number)}`);
