import { fileURLToPath } from 'node:url';
import { loadProfile, render, size, type RenderedFile, type Stack } from '../../src/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A built-in profile with settings of one's own (`key=value`), sized and rendered. */
export async function plannedWith(profile: string, sets: readonly string[] = []): Promise<{ readonly plan: Stack; readonly files: readonly RenderedFile[] }> {
  const plan = size(loadProfile({ profile, sets, cwd: root, builtInDirectory: `${root}/profiles` }));
  return { plan, files: await render(plan) };
}
