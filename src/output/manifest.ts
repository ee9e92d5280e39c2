import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../formats/sha256.ts';
import { fail } from '../model/problem.ts';
import { shownPath } from './path.ts';

/** The file inside an output folder that says which files there are ours, and what we wrote into them. */
export const MANIFEST = '.plumbline.json';

/** One file of ours: the target it belongs to, and the fingerprints that it may have unless somebody edited it. */
export interface Written {
  readonly target: string;
  /** Two while a run is going on (old and new text), one after it. */
  readonly sha256: readonly string[];
}

/** The files of ours in an output folder, by path. */
export type Manifest = ReadonlyMap<string, Written>;

/** A text as it was written; a checkout that turned line ends into CRLF counts as unedited. */
export const normalised = (text: string): string => (text.includes('\r') ? text.replaceAll('\r\n', '\n') : text);

/** The fingerprint of a text, whatever its line ends. */
export const fingerprint = (text: string): string => sha256(normalised(text));

/** Whether a path stays inside the folder that it is joined to. */
export const staysInside = (path: string): boolean =>
  path !== '' && !/[\\\0]/.test(path) && path.split('/').every((step) => step !== '' && step !== '.' && step !== '..');

/** The manifest of an output folder; empty where there is none. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST);
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return new Map();
  const text = textOfManifest(folder);
  const manifest = text === undefined ? undefined : parseManifest(text);
  if (manifest === undefined) fail(`${shownPath(path)} cannot be read as the list of files that Plumbline wrote`, undefined, 'restore it, or delete it: files that still equal what is rendered are taken over, the others are then yours');
  return manifest;
}

/** The text of the manifest of an output folder; nothing where there is no such file. */
export function textOfManifest(folder: string): string | undefined {
  const path = join(folder, MANIFEST);
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : undefined;
}

/** The files that a manifest's text lists; nothing where it is none of ours. */
export function parseManifest(text: string): Manifest | undefined {
  try {
    const { files } = JSON.parse(text) as { readonly files: Readonly<Record<string, Written>> };
    const entries = Object.entries(files);
    return entries.every(([path, written]) => staysInside(path) && isWritten(written)) ? new Map(entries) : undefined;
  } catch {
    return undefined;
  }
}

const isWritten = (value: Written): boolean =>
  typeof value.target === 'string' && Array.isArray(value.sha256) && value.sha256.every((sha) => typeof sha === 'string');

/** A manifest as text: one line per file, in order, so that it merges well. */
export function showManifest(manifest: Manifest): string {
  const lines = [...manifest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, written]) => `    ${JSON.stringify(path)}: ${JSON.stringify(written)}`);
  return `{\n  "about": "Files that Plumbline wrote, with the SHA-256 of each, so that an edit by hand is noticed.",\n  "files": {\n${lines.join(',\n')}\n  }\n}\n`;
}
