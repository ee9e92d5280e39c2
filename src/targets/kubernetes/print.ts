import { inComment } from '../../formats/units.ts';
import { printYaml, type PlainMap } from '../../formats/yaml-print.ts';
import { reasonOf } from '../reason.ts';
import type { Place } from './tuned.ts';

/** A manifest as cdk8s gives it. */
export interface Manifest extends PlainMap {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** The text of a file of manifests: the header, then each object, its tuned lines under their reasons. */
export function print(header: readonly string[], manifests: readonly Manifest[], places: readonly Place[]): string {
  const documents = manifests.map((manifest) => explained(manifest, places.filter((place) => place.object === `${manifest.kind}/${manifest.metadata.name}`)));
  return `${comment(header)}${documents.join('---\n')}`;
}

/** Lines of a comment. */
export const comment = (lines: readonly string[]): string => lines.map((line) => `${`# ${line}`.trimEnd()}\n`).join('');

/** An object with the reason of each entry above the first of its lines. */
function explained(manifest: Manifest, places: readonly Place[]): string {
  const tuned = new Map(places.map((place) => [place.path.join('\n'), place.entries]));
  const told = new Set<string>();
  const text = printYaml(manifest, (path) => {
    const key = path.join('\n');
    const entries = tuned.get(key);
    if (entries === undefined) return [];
    tuned.delete(key);
    const reasons = entries.map((entry) => inComment(reasonOf(entry))).filter((reason) => !told.has(reason));
    for (const reason of reasons) told.add(reason);
    return [...new Set(reasons)];
  });
  const [missing] = tuned.keys();
  if (missing !== undefined) throw new Error(`no line for the reason of ${missing.replaceAll('\n', '.')}`);
  return text;
}
