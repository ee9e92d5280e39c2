import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sha256 } from '../formats/sha256.ts';
import { makeFolder } from '../output/make-folder.ts';
import { fingerprint, showManifest, type Manifest } from '../output/manifest.ts';
import { writeTemporary } from '../output/temporary.ts';
import { build } from '../package.ts';
import { cacheFolder } from './cache-folder.ts';
import type { Facts } from './facts.ts';
import type { Memory, Order } from './order.ts';

/** What an earlier run knew of a profile, and the fingerprint of the manifest that it left. */
export interface Known {
  readonly facts: Facts;
  readonly manifest: string;
}

/** What earlier runs knew of an output folder; nothing where no folder or no build is known to keep it for. */
export function memoryFor(out: string, use: Memory['use']): Memory | undefined {
  const root = cacheFolder(process.env);
  return root === undefined || build === undefined ? undefined : { folder: join(root, nameOf(out)), build, use };
}

/** Whether no earlier run left answers that count in this one. */
export const remembersNothing = ({ memory }: Order): boolean => memory === undefined || memory.use === 'only-keep' || !existsSync(memory.folder);

/** What is known of a profile from a run that was asked the same; nothing where that was lost, damaged or of something else. */
export function recall(profile: string, print: string, { memory, cwd }: Order): Known | undefined {
  if (memory === undefined || memory.use === 'only-keep') return undefined;
  try {
    const text = readFileSync(fileOf(profile, memory.folder, cwd), 'utf8');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    return text.slice(0, end) === heading(print, body) ? (JSON.parse(body) as Known) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what is known of a profile. Where nothing can be kept, the next run renders again. */
export function keep(profile: string, { print, facts, manifest }: { readonly print: string; readonly facts: Facts; readonly manifest: Manifest }, { memory, cwd }: Order): void {
  if (memory === undefined || memory.use === 'only-recall') return;
  const known: Known = { facts, manifest: fingerprint(showManifest(manifest)) };
  const body = JSON.stringify(known);
  const file = fileOf(profile, memory.folder, cwd);
  try {
    makeFolder(dirname(file), 0o700);
    renameSync(writeTemporary(file, `${heading(print, body)}\n${body}`), file);
  } catch {
    // A cache that cannot be written is no reason to fail.
  }
}

/** Output folders whose answers are kept. */
const MOST = 128;

/** Forgets the output folders that nothing was kept for since longest, beyond those that are kept. */
export function forgetOldest(root: string): void {
  try {
    const folders = readdirSync(root).map((name) => join(root, name));
    if (folders.length <= MOST) return;
    const ages = folders.map((folder) => ({ folder, kept: statSync(folder).mtimeMs })).sort((a, b) => b.kept - a.kept);
    for (const { folder } of ages.slice(MOST)) rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another run forgets at the same time, or nothing may be removed there.
  }
}

const fileOf = (profile: string, folder: string, cwd: string): string => join(folder, `${nameOf(resolve(cwd, profile))}.json`);
/** A damaged answer is noticed by the fingerprint of its text. */
const heading = (print: string, body: string): string => `${print} ${sha256(body)}`;
const nameOf = (path: string): string => sha256(path).slice(0, 24);
