import { check } from '../../src/check.ts';
import { compare, type Comparison } from '../../src/diff/comparison.ts';
import type { Diffed } from '../../src/diff/diffed.ts';
import type { Side } from '../../src/diff/side.ts';
import type { Step } from '../../src/diff/uptake/step.ts';
import { loadProfile } from '../../src/load.ts';
import type { RenderedFile } from '../../src/model/target.ts';
import { builtInDirectory } from '../../src/package.ts';
import { size } from '../../src/size.ts';

/** The profile `small` with statements of its own, and files as a test wants them. */
export function sideWith(sets: readonly string[], files: readonly RenderedFile[] = [], name = 'small.yaml'): Side {
  const stack = size(loadProfile({ profile: 'small', sets, builtInDirectory, cwd: import.meta.dirname }));
  return { name, stack, report: check(stack), files, shown: (at) => at };
}

/** What statements change in `small`. */
export const changedBy = (...sets: readonly string[]): Comparison => compare(sideWith([]), sideWith(sets));

/** Two files in the place of all that are rendered. */
export const withFiles = (before: readonly RenderedFile[], after: readonly RenderedFile[]): Comparison => compare(sideWith([], before), sideWith([], after));

/** A database that must start again. */
export const RESTART: readonly Step[] = [{ environment: 'anywhere', component: 'db', action: 'restart', message: 'PostgreSQL reads max_connections only when it starts', because: ['db.postgres.max_connections'] }];

/** The same stack under another name. */
export const under = (name: string, comparison: Comparison): Comparison => ({ ...comparison, name });

/** Comparisons as the command hands them over. */
export const diffedOf = (comparisons: readonly Comparison[], more: Partial<Diffed> = {}): Diffed => ({ of: 'revisions', before: 'main', after: 'topic', comparisons, notes: [], ...more });
