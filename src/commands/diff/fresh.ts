import { memoryFor } from '../../fleet/memory.ts';
import type { Order } from '../../fleet/order.ts';
import { answersTo } from '../../fleet/threads.ts';
import { builtInDirectory } from '../../package.ts';
import type { Reading } from './side.ts';

/** Fewer profiles are compared one by one: to ask first would only add to it. */
const MANY = 12;

/**
 * Of many profiles, the stacks whose folders are what is rendered now, by profile: all of them rendered by several threads,
 * or known from an earlier run of `gen`. What is not among them is to be looked at.
 */
export async function freshAmong(profiles: readonly string[], out: string, { sets, sized, cwd }: Reading, told: (done: number, profile: string) => void): Promise<ReadonlyMap<string, string>> {
  if (profiles.length < MANY) return new Map();
  const order: Order = { purpose: 'compare', sets, sized, builtInDirectory, cwd, out, edits: 'respected', memory: memoryFor(out, 'only-recall') };
  const answers = await answersTo(profiles, order, { signal: new AbortController().signal, told });
  const fresh = answers.flatMap((answer) => (answer !== undefined && 'placed' in answer && answer.placed.conflicts.length === 0 && answer.placed.changes.every(({ status }) => status === 'unchanged') ? [answer.placed] : []));
  return new Map(fresh.map(({ profile, summary }) => [profile, summary.name]));
}
