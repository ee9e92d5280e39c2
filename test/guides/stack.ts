import { join } from 'node:path';
import { check } from '../../src/check.ts';
import { planEntries } from '../../src/commands/validate/machine.ts';
import { loadProfile } from '../../src/load.ts';
import type { Finding } from '../../src/model/check.ts';
import { treeOf } from '../../src/model/source.ts';
import type { Stack } from '../../src/model/stack.ts';
import { builtInDirectory } from '../../src/package.ts';
import { readTree } from '../../src/read-tree.ts';
import { render } from '../../src/render.ts';
import { size } from '../../src/size.ts';

/** The profiles of the guides. */
export const GUIDES = join(import.meta.dirname, '../../examples/guides');

/** Milliseconds within which a stack is rendered and read on a busy machine. */
export const PATIENCE = 60_000;

/** The plan of a guide's profile: with the numbers that it states, or without them. */
export const planOf = (profile: string, numbers: 'stated' | 'sized'): Stack =>
  size(loadProfile({ profile: `./${profile}.yaml`, sets: [], ...(numbers === 'sized' ? { sized: true as const } : {}), builtInDirectory, cwd: GUIDES }));

/** The files that a plan is rendered to, by path. */
export const filesOf = async (plan: Stack): Promise<Readonly<Record<string, string>>> => Object.fromEntries((await render(plan)).map(({ path, text }) => [path, text]));

/** What is found in the Compose project of a plan when it is read back, as `gen validate --profile` does. */
export async function findingsOfFiles(plan: Stack): Promise<readonly Finding[]> {
  const { stacks } = readTree(treeOf(await filesOf(plan)), { entries: planEntries(plan) });
  return stacks.filter(({ stack }) => stack.name === 'docker-compose.yml').flatMap(({ stack }) => check(stack).findings);
}

/** A finding in one line. */
export const told = ({ check: id, message }: Pick<Finding, 'check' | 'message'>): string => `${id}: ${message}`;
