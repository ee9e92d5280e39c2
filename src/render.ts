import { fail } from './model/problem.ts';
import { quoted } from './model/quote.ts';
import type { Stack } from './model/stack.ts';
import { suggestion } from './formats/suggest.ts';
import type { RenderedFile, SecretFile, Target } from './model/target.ts';
import { targets } from './targets/index.ts';

/** A rendered file and the target that it belongs to. */
export interface TargetFile extends RenderedFile {
  readonly target: string;
}

/** The names of all targets, in the order in which they are rendered. */
export const targetNames = (): readonly string[] => targets.map((target) => target.name);

/** Renders a plan: every target, or the named ones. */
export async function render(plan: Stack, names?: readonly string[]): Promise<readonly TargetFile[]> {
  const wanted = chosen(names);
  const rendered = await Promise.all(wanted.map(async (target) => (await target.render(plan)).map((file) => ({ ...file, target: target.name }))));
  return [...ignoreSecrets(plan, wanted), ...rendered.flat()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The secrets that the files of these targets refer to; nothing renders them. */
export function secretsFor(plan: Stack, names?: readonly string[]): readonly SecretFile[] {
  const secrets = chosen(names).flatMap((target) => target.secrets?.(plan) ?? []);
  return [...new Map(secrets.map((secret) => [secret.path, secret])).values()];
}

/** Secrets lie beside the files that refer to them, so version control is told to leave them out. */
function ignoreSecrets(plan: Stack, wanted: readonly Target[]): readonly TargetFile[] {
  const owner = wanted.find((target) => (target.secrets?.(plan) ?? []).length > 0);
  if (owner === undefined) return [];
  const folders = new Set((owner.secrets?.(plan) ?? []).map((secret) => `/${secret.path.split('/')[0] ?? ''}/`));
  return [{ path: '.gitignore', target: owner.name, text: `# Secrets are made on the machine that runs the stack, and stay there.\n${[...folders].join('\n')}\n` }];
}

function chosen(names: readonly string[] | undefined): readonly Target[] {
  for (const name of names ?? []) {
    if (!targetNames().includes(name)) fail(`there is no target ${quoted(name)}`, undefined, suggestion(name, targetNames()));
  }
  return targets.filter((target) => names === undefined || names.includes(target.name));
}
