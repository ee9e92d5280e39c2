import type { ReadEntry } from './plan.ts';
import type { Reported } from './server-units.ts';

/** An entry that the running server does not confirm: what the plan says, and what the server does. */
export interface Mismatch { readonly id: string; readonly plan: unknown; readonly server: Reported | 'unknown to this version' }

/** Compares entries with what a server reports, in the entries' own units; `reported` gives nothing for a setting it does not know. */
export function mismatches(entries: readonly ReadEntry[], reported: (entry: ReadEntry) => Reported | undefined): readonly Mismatch[] {
  return entries.flatMap((entry) => {
    const server = reported(entry) ?? 'unknown to this version';
    return same(entry.value, server) ? [] : [{ id: entry.id, plan: entry.value, server }];
  });
}

function same(plan: unknown, server: Reported): boolean {
  if (typeof plan === 'number' && typeof server === 'number') return Math.abs(plan - server) <= 1e-9 * Math.abs(plan);
  return Array.isArray(plan) ? plan.join() === String(server) : plan === server;
}
