import type { Stack } from '../../model/stack.ts';

/** The first lines of every file. */
export const header = (plan: Stack, about: string, notes: readonly string[] = []): readonly string[] => [
  `${about}, rendered by Plumbline from the profile ${plan.name}.`,
  'Each tuned line follows its reason; SIZING.md has the whole derivation. Change the profile, not this file.',
  ...(notes.length === 0 ? [] : ['', ...notes]),
];
