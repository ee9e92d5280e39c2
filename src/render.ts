import { fail } from './model/problem.ts';
import { quoted } from './model/quote.ts';
import type { Stack } from './model/stack.ts';
import { suggestion } from './formats/suggest.ts';
import type { RenderedFile } from './model/target.ts';
import { targets } from './targets/index.ts';

/** A rendered file and the target that it belongs to. */
export interface TargetFile extends RenderedFile {
  readonly target: string;
}

/** The names of all targets, in the order in which they are rendered. */
export const targetNames = (): readonly string[] => targets.map((target) => target.name);

/** Renders a plan: every target, or the named ones. */
export async function render(plan: Stack, names?: readonly string[]): Promise<readonly TargetFile[]> {
  for (const name of names ?? []) {
    if (!targetNames().includes(name)) fail(`there is no target ${quoted(name)}`, undefined, suggestion(name, targetNames()));
  }
  const wanted = targets.filter((target) => names === undefined || names.includes(target.name));
  const rendered = await Promise.all(wanted.map(async (target) => (await target.render(plan)).map((file) => ({ ...file, target: target.name }))));
  return rendered.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
}
