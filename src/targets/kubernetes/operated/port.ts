import type { Component, Stack } from '../../../model/stack.ts';
import { fail } from '../../../model/problem.ts';
import { portEntry } from '../../names.ts';
import { portOf } from '../port.ts';

/** The port of all of CloudNativePG's servers. */
const ONLY = 5432;

/** The port of a server that CloudNativePG runs; another one that is stated cannot be had. */
export function operatedPort(plan: Stack, component: Component): number {
  const { id, value, origin } = portEntry(plan, component);
  if (value !== ONLY) fail(`${id}: CloudNativePG's servers listen on ${ONLY}, not on ${value}`, origin.from === 'stated' ? origin.at : undefined, 'take the port out');
  return portOf(plan, component);
}
