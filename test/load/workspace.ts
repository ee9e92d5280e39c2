import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { InputError, showProblem } from '../../src/model/problem.ts';
import type { Stack } from '../../src/model/stack.ts';
import { showPosition, type Entry } from '../../src/model/entry.ts';
import { showValue } from '../../src/formats/quantity.ts';
import { loadProfile } from '../../src/load.ts';

/** The built-in profiles. */
export const builtInDirectory = resolve(import.meta.dirname, '../../profiles');

/** Files by their path, written to a new folder. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Runs `use` in a new folder that holds the files, and removes it. */
export function inFolder<T>(files: Files, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-load-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Loads a profile of the files, `shop.yaml` unless another is named. */
export const load = (files: Files, sets: readonly string[] = [], profile = 'shop.yaml'): Stack =>
  inFolder(files, (cwd) => loadProfile({ profile, sets, builtInDirectory, cwd }));

/** What loading complains of, one text per problem. */
export function complaintsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(showProblem);
    throw error;
  }
  return [];
}

/** What is wrong with one profile that has this text. */
export const wrongWith = (text: string, ...sets: readonly string[]): readonly string[] => complaintsOf(() => load({ 'shop.yaml': text }, sets));

/** An entry as `value (file:line:column)`. */
export function shown(entry: Entry | undefined): string {
  if (entry?.origin.from !== 'stated') return 'not stated';
  return `${showValue(entry.value, entry.setting.unit)} (${showPosition(entry.origin.at)})`;
}
