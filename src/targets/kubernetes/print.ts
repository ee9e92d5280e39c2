import { Yaml } from 'cdk8s';
import { Document, isMap, isScalar, isSeq, type Node } from 'yaml';
import { reasonOf } from '../reason.ts';
import type { Place } from './tuned.ts';

/** A manifest as cdk8s gives it. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** The text of a file of manifests: the header, then each object, its tuned lines under their reasons. */
export function print(header: readonly string[], manifests: readonly Manifest[], places: readonly Place[]): string {
  const documents = manifests.map((manifest) => {
    // YAML 1.1, as cdk8s writes it: `on` and `yes` are quoted, for readers that take them for booleans.
    const document = new Document(manifest, { version: '1.1', aliasDuplicateObjects: false });
    explain(document, places.filter((place) => place.object === `${manifest.kind}/${manifest.metadata.name}`));
    return document;
  });
  return `${header.map((line) => `# ${line}\n`).join('')}${Yaml.stringify(...documents)}`;
}

const keyOf = (path: readonly string[]): string => path.join('\n');

/** Puts the reason of each entry above the first line of the object that has it. */
function explain(document: Document, places: readonly Place[]): void {
  const tuned = new Map(places.map((place) => [keyOf(place.path), place.entries]));
  const told = new Set<string>();

  const tell = (node: Node, path: readonly string[]): void => {
    const reasons = (tuned.get(keyOf(path)) ?? []).map((entry) => reasonOf(entry)).filter((reason) => !told.has(reason));
    tuned.delete(keyOf(path));
    for (const reason of reasons) told.add(reason);
    if (reasons.length > 0) node.commentBefore = reasons.map((reason) => ` ${reason}`).join('\n');
  };
  const walk = (node: unknown, path: readonly string[]): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        const inner = [...path, String(key.value)];
        tell(key, inner);
        walk(value, inner);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, index) => {
        const inner = [...path, String(index)];
        if (isScalar(item)) tell(item, inner);
        walk(item, inner);
      });
    }
  };

  walk(document.contents, []);
  const [missing] = tuned.keys();
  if (missing !== undefined) throw new Error(`no line for the reason of ${missing.replaceAll('\n', '.')}`);
}
