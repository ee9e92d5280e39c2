import { changesIn, diff, type Change } from '../../diff.ts';
import { showPosition } from '../../model/entry.ts';
import { counted } from '../../model/quote.ts';
import { treeOf } from '../../model/source.ts';
import type { RenderedFile } from '../../model/target.ts';
import { fingerprint } from '../../output/manifest.ts';
import { readTree } from '../../read-tree.ts';
import { shown as shownValue } from '../../reporters/entry.ts';
import { textsOf, type Written } from './written.ts';

/** More would only scroll away: the files are told as a whole too. */
const MOST = 12;

/**
 * The values that a person changed in rendered files, one line each. `candidates` are renderings that may have been written:
 * an edited file is compared with the one whose fingerprint the manifest has; without it nothing is said of its values.
 */
export function editsIn({ files, edited, manifest, shown }: Written, candidates: readonly (readonly RenderedFile[])[]): readonly string[] {
  const originals = new Map([...edited].flatMap((path) => {
    const text = candidates.flat().find((file) => file.path === path && manifest.get(path)?.sha256.includes(fingerprint(file.text)))?.text;
    return text === undefined ? [] : [[path, text] as const];
  }));
  if (originals.size === 0) return [];
  const [was, is] = [files.map((file) => ({ ...file, text: originals.get(file.path) ?? file.text })), files].map((side) => readTree(treeOf(textsOf(side))).stacks.map(({ stack }) => stack));
  const changes = (is ?? []).flatMap((stack, i) => {
    const before = was?.[i];
    return before === undefined ? [] : changesIn(diff(before, stack));
  });
  const told = [...new Set(changes.flatMap((change) => lineOf(change, originals, shown) ?? []))];
  return told.length > MOST ? [...told.slice(0, MOST), `and ${counted(told.length - MOST, 'more value')} edited by hand in ${shown}`] : told;
}

/** `db.postgres.work_mem 33664kB -> 64MB, out/medium/postgres/postgresql.conf:12:1`. */
function lineOf({ id, before, after }: Change, originals: ReadonlyMap<string, string>, shown: string): string | undefined {
  const at = [after, before].map((entry) => (entry?.origin.from === 'stated' ? entry.origin.at : undefined)).find((place) => place !== undefined && originals.has(place.file));
  if (at === undefined) return undefined;
  const [one, other] = [before, after].map((entry) => (entry === undefined ? 'not stated' : shownValue(entry)));
  return `edited by hand, and lost with gen --force: ${id} ${one} -> ${other}, ${showPosition({ ...at, file: `${shown}/${at.file}` })}`;
}
