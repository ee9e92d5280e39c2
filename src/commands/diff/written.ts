import type { Side } from '../../diff/side.ts';
import type { Stack } from '../../model/stack.ts';
import { treeOf } from '../../model/source.ts';
import type { RenderedFile } from '../../model/target.ts';
import { looking } from '../../output/look.ts';
import { fingerprint, normalised, readManifest, type Manifest } from '../../output/manifest.ts';
import { readPlan, type PlanRead } from '../../readers/plan.ts';
import { readTree } from '../../read-tree.ts';
import { targetNames } from '../../render.ts';

/** What lies in the folder of a stack. */
export interface Written {
  /** The folder as it is printed. */
  readonly shown: string;
  readonly manifest: Manifest;
  /** Files of ours, or at paths that are rendered now; line ends as they are rendered. */
  readonly files: readonly RenderedFile[];
  /** Paths of files of ours that are others than they were written. */
  readonly edited: ReadonlySet<string>;
  /** The plan that they were rendered from, where its file is as it was written. */
  readonly plan?: PlanRead;
  /** What stands where a file is rendered to, and is none. */
  readonly notes: readonly string[];
}

const WHAT: Readonly<Record<'symlink' | 'folder' | 'file' | 'foreign', string>> = {
  symlink: 'is a symbolic link: gen does not write through it',
  folder: 'is a folder, and a file is rendered there',
  file: 'is a file, and a folder is rendered there',
  foreign: 'is no file of Plumbline',
};

/** The files in the folder of a stack; `rendered` are the paths that count beside those of its manifest. */
export function writtenIn(folder: string, shown: string, manifest: Manifest, rendered: readonly string[]): Written {
  const look = looking(folder);
  const paths = [...new Set([...manifest.keys(), ...rendered])];
  const found = paths.map((path) => ({ path, found: look(path) }));
  const files = found.flatMap(({ path, found: one }) => (one.is === 'text' ? [{ path, text: normalised(one.text) }] : []));
  const edited = new Set(files.flatMap(({ path, text }) => (manifest.get(path)?.sha256.includes(fingerprint(text)) === false ? path : [])));
  const planText = edited.has(PLAN) || !manifest.has(PLAN) ? undefined : files.find(({ path }) => path === PLAN)?.text;
  const plan = planText === undefined ? undefined : readPlan(planText);
  const notes = found.flatMap(({ path, found: { is } }) => (is === 'text' || is === 'missing' ? [] : `${shown}/${path} ${WHAT[is]}`));
  return { shown, manifest, files, edited, ...(plan === undefined ? {} : { plan }), notes };
}

const PLAN = 'plan.json';

/** The targets that a folder was rendered with; all of them where nothing was. */
export function targetsIn(folder: string): { readonly manifest: Manifest; readonly targets: readonly string[] } {
  const manifest = readManifest(folder);
  const ours = new Set([...manifest.values()].map(({ target }) => target));
  return { manifest, targets: targetNames().filter((name) => manifest.size === 0 || ours.has(name)) };
}

/** The two sides by what their files say, where the plan that was rendered is not known. */
export function asRead(before: Side, after: Side, shown: string): readonly [Side, Side] {
  const [one, other] = [before, after].map((side): Stack => readTree(treeOf(textsOf(side.files))).stacks[0]?.stack ?? { ...after.stack, components: [], links: [], routes: [], entries: new Map() });
  const silent = { findings: [], unread: [], judged: 0 };
  const read = (side: Side, stack: Stack | undefined): Side => ({ ...side, stack: { ...(stack ?? side.stack), name: after.stack.name }, report: silent, shown: (at) => (at.line > 0 ? { ...at, file: `${shown}/${at.file}` } : at) });
  return [read(before, one), read(after, other)];
}

/** Files as a tree has them. */
export const textsOf = (files: readonly RenderedFile[]): Readonly<Record<string, string>> => Object.fromEntries(files.map(({ path, text }) => [path, text]));
