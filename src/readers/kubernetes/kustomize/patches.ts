import { definitionOf } from '../../../formats/kubernetes-schema.ts';
import { at, fileOf, listAt, placed, scalarAt, textAt, textsAt, withTree, type KubernetesObject, type MapNode, type Node } from '../../../formats/kubernetes-object.ts';
import { parseDocuments } from '../../../formats/yaml-tree.ts';
import { pathFrom, type SourceFile, type SourceTree } from '../../../model/source.ts';
import type { Unread } from '../../../model/stack.ts';
import { patchByJson } from './json-patch.ts';
import { mergeStrategically } from './merge.ts';

/** Objects after patches, what they were read from, and what could not be read. */
export interface Patched {
  readonly objects: readonly KubernetesObject[];
  readonly files: readonly string[];
  readonly unread: readonly Unread[];
}

interface Patch {
  readonly documents: readonly Node[];
  readonly target?: Node;
}

/** Applies `patchesStrategicMerge`, `patches` and `patchesJson6902` of a kustomization. */
export function applyPatches(tree: SourceTree, folder: string, kustomization: Node, objects: readonly KubernetesObject[]): Patched {
  const files: string[] = [];
  const unread: Unread[] = [];
  const opened = (path: Node & { kind: 'scalar' }): SourceFile | undefined => {
    const full = pathFrom(folder, path.text);
    const file = full === undefined ? undefined : tree.file(full);
    if (file === undefined) unread.push({ what: path.text, because: 'the file is not there', at: path.at });
    else files.push(file.path);
    return file;
  };
  const read = (file: SourceFile | undefined, target?: Node): readonly Patch[] => {
    if (file === undefined) return [];
    const { documents } = parseDocuments(file.text);
    return [{ documents: documents.map((document) => placed(document, file)), ...(target === undefined ? {} : { target }) }];
  };
  const listed = (item: Node): readonly Patch[] => {
    const [path, inline] = [scalarAt(item, 'path'), scalarAt(item, 'patch')];
    return read(inline === undefined ? (path === undefined ? undefined : opened(path)) : fileOf(inline), at(item, 'target'));
  };
  const merges = listAt(kustomization, 'patchesStrategicMerge').flatMap((item) => (item.kind !== 'scalar' ? [] : read(/[\n:]/.test(item.text) ? fileOf(item) : opened(item))));
  const patches = [...merges, ...listAt(kustomization, 'patches').flatMap(listed), ...listAt(kustomization, 'patchesJson6902').flatMap(listed)];
  return { objects: patches.reduce(applyPatch, objects), files, unread };
}

function applyPatch(objects: readonly KubernetesObject[], { documents, target }: Patch): readonly KubernetesObject[] {
  return documents.reduce<readonly KubernetesObject[]>((before, document) => before.flatMap((object) => {
    if (target === undefined ? !isNamed(object, document) : !isTarget(object, target)) return [object];
    const changed = document.kind === 'sequence' ? patchByJson(object.tree, document.items) : mergeStrategically(object.tree, nameless(document, target), definitionOf(object.apiVersion, object.kind));
    return changed?.kind === 'mapping' ? [withTree(object, changed)] : [];
  }), objects);
}

/** A patch with a target says nothing of names, whatever it writes. */
const nameless = (document: Node, target: Node | undefined): Node =>
  target === undefined || document.kind !== 'mapping' ? document : {
    ...document,
    pairs: document.pairs.filter(({ key }) => key !== 'apiVersion' && key !== 'kind').map((pair) => (pair.key === 'metadata' && pair.value.kind === 'mapping' ? { ...pair, value: unnamed(pair.value) } : pair)),
  };

const unnamed = (metadata: MapNode): MapNode => ({ ...metadata, pairs: metadata.pairs.filter(({ key }) => key !== 'name') });

/** Whether a patch without a target is for the object: the same kind and name. */
const isNamed = (object: KubernetesObject, document: Node): boolean =>
  textAt(document, 'kind') === object.kind && textAt(document, 'metadata', 'name') === object.name && groupOf(textAt(document, 'apiVersion') ?? object.apiVersion) === groupOf(object.apiVersion) &&
  (textAt(document, 'metadata', 'namespace') ?? object.namespace) === object.namespace;

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '');

/** A target's names are patterns for whole names; what is no simple pattern is compared as it is. */
function isTarget(object: KubernetesObject, target: Node): boolean {
  const like = (pattern: string | undefined, text: string): boolean => pattern === undefined || pattern === text || matches(pattern, text);
  const labels = scalarAt(target, 'labelSelector')?.text;
  return like(textAt(target, 'kind'), object.kind) && like(textAt(target, 'name'), object.name) && like(textAt(target, 'namespace'), object.namespace ?? '') &&
    like(textAt(target, 'group'), groupOf(object.apiVersion)) && like(textAt(target, 'version'), object.apiVersion.slice(object.apiVersion.indexOf('/') + 1)) &&
    (labels === undefined || hasAll(labels, object));
}

/** Only `.*` and alternatives: the rest of regular expressions nobody writes here, and some take for ever. */
const matches = (pattern: string, text: string): boolean => pattern.split('|').slice(0, 100).some((one) => {
  const parts = one.replace(/^\(|\)$/g, '').replace(/^\^|\$$/g, '').split('.*').slice(0, 20);
  let from = 0;
  return parts.every((part, index) => {
    const found = index === 0 ? (text.startsWith(part) ? 0 : -1) : index === parts.length - 1 ? (text.length - part.length >= from && text.endsWith(part) ? text.length - part.length : -1) : text.indexOf(part, from);
    from = found + part.length;
    return found >= 0 && (parts.length > 1 || from === text.length);
  });
});

const hasAll = (selector: string, object: KubernetesObject): boolean => {
  const labels = textsAt(object.tree, 'metadata', 'labels');
  return selector.split(',').every((one) => {
    const [key = '', value] = one.trim().split(/==?/);
    return value === undefined ? labels.has(key) : labels.get(key) === value;
  });
};
