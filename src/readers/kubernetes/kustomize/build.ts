import { at, listAt, pairsAt, placed, scalarAt, textAt, withTree, type KubernetesObject, type MapNode, type Node, type TextNode } from '../../../formats/kubernetes-object.ts';
import { parseDocuments } from '../../../formats/yaml-tree.ts';
import type { Problem } from '../../../model/problem.ts';
import { pathFrom, positionIn, type SourceTree } from '../../../model/source.ts';
import type { Unread } from '../../../model/stack.ts';
import { type ManifestFile } from '../manifests.ts';
import { generate } from './generate.ts';
import { applyPatches } from './patches.ts';
import { imaged, inNamespace, labelItems, labelled, labelPairs, renamed, scaled } from './transform.ts';

/** Names of the file that makes a folder a kustomization. */
export const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/** What a kustomization builds, and of which files. */
export interface Built {
  readonly objects: readonly KubernetesObject[];
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
  readonly unread: readonly Unread[];
  /** Folders of the kustomizations that it uses. */
  readonly uses: readonly string[];
}

const NONE: Built = { objects: [], files: [], problems: [], unread: [], uses: [] };
/** What several give, each thing once: bases that are used in two ways would otherwise double with every step. */
const joined = (all: readonly Built[]): Built => ({
  objects: once(all.flatMap((one) => one.objects)), files: once(all.flatMap((one) => one.files)), problems: once(all.flatMap((one) => one.problems)),
  unread: once(all.flatMap((one) => one.unread)), uses: once(all.flatMap((one) => one.uses)),
});
const once = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];

/** How deep kustomizations may refer to each other. */
const DEEPEST = 20;
/** How many objects a build may have: nobody has more. */
const MOST = 20_000;
/** How many kustomizations of a tree are built: nobody has more. */
export const MOST_BUILDS = 3000;

/** What it needs beside the folder: the files, what was read and built before, and how much is left to do. */
export interface Building {
  readonly tree: SourceTree;
  readonly manifest: (path: string) => ManifestFile | undefined;
  readonly built: Map<string, Built>;
  readonly left: { builds: number };
}

/** The path of the kustomization of a folder. */
function kustomizationIn(tree: SourceTree, folder: string): string | undefined {
  return KUSTOMIZATIONS.map((name) => (folder === '.' ? name : `${folder}/${name}`)).find((path) => tree.file(path) !== undefined);
}

/** Builds the kustomization of a folder as `kustomize build` does, its hashes of names left out. */
export function build(building: Building, folder: string, above: readonly string[] = [], accumulated: readonly KubernetesObject[] = []): Built {
  const before = building.built.get(folder);
  if (before !== undefined && accumulated.length === 0) return before;
  const path = kustomizationIn(building.tree, folder);
  const file = path === undefined ? undefined : building.tree.file(path);
  if (path === undefined || file === undefined || above.includes(folder) || above.length > DEEPEST || --building.left.builds < 0) return NONE;
  const { documents, flaws } = parseDocuments(file.text);
  const root = documents[0] === undefined ? undefined : placed(documents[0], file);
  const problems = flaws.map(({ at: mark, message, hint }): Problem => ({ at: positionIn(file, mark.line, mark.column), message, ...(hint === undefined ? {} : { hint }) }));
  const start: Built = { ...NONE, objects: accumulated, files: [path], problems };
  const result = root?.kind === 'mapping' ? assemble(building, folder, root, [...above, folder], start) : start;
  if (accumulated.length === 0) building.built.set(folder, result);
  return result;
}

function assemble(building: Building, folder: string, root: MapNode, above: readonly string[], start: Built): Built {
  const { tree } = building;
  const resources = [...listAt(root, 'resources'), ...listAt(root, 'bases')].flatMap((item) => (item.kind === 'scalar' ? [resource(building, folder, item, above)] : []));
  let built = joined([start, ...resources]);
  // What it adds to objects that nobody read is no stack.
  const baseless = start.objects.length === 0 && resources.length > 0 && resources.every(({ objects, unread }) => objects.length === 0 && unread.length > 0);
  for (const item of listAt(root, 'components')) {
    if (item.kind !== 'scalar' || built.objects.length > MOST) continue;
    const full = pathFrom(folder, item.text);
    if (full === undefined || !tree.folder(full) || kustomizationIn(tree, full) === undefined) built = { ...built, unread: [...built.unread, notThere(item)] };
    else {
      const component = build(building, full, above, built.objects);
      if (component !== NONE) built = joined([{ ...built, objects: [], uses: [...built.uses, full] }, component]);
    }
  }
  for (const kind of ['ConfigMap', 'Secret'] as const) {
    for (const item of listAt(root, kind === 'ConfigMap' ? 'configMapGenerator' : 'secretGenerator')) {
      const { object, behavior, files, unread } = generate(tree, folder, kind, item, at(root, 'generatorOptions'));
      built = { ...built, objects: withGenerated(built.objects, object, behavior), files: [...built.files, ...files], unread: [...built.unread, ...unread] };
    }
  }
  const patched = applyPatches(tree, folder, root, built.objects);
  const objects = baseless ? [] : transform(root, patched.objects).slice(0, MOST);
  return { ...built, objects, files: [...built.files, ...patched.files], unread: [...built.unread, ...patched.unread, ...unknownParts(root)] };
}

const notThere = (item: TextNode): Unread => ({ what: item.text, because: 'it is not in the tree', at: item.at });

function resource(building: Building, folder: string, item: TextNode, above: readonly string[]): Built {
  const remote = /^[a-z+]+:\/\/|\?ref=|^git@|^github\.com\//.test(item.text);
  const full = remote ? undefined : pathFrom(folder, item.text);
  const higher = item.text.startsWith('..');
  if (full === undefined) return { ...NONE, unread: [{ what: item.text, because: higher ? 'it lies outside of what was given: give the folder above' : 'it lies outside of the tree', at: item.at }] };
  if (building.tree.folder(full)) {
    if (kustomizationIn(building.tree, full) === undefined) return { ...NONE, unread: [{ what: item.text, because: 'the folder has no kustomization.yaml', at: item.at }] };
    const inner = build(building, full, above);
    if (above.includes(full)) return { ...NONE, uses: [full], problems: [{ at: item.at, message: `the kustomizations use each other: ${[...above.slice(above.indexOf(full)), full].join(' > ')}` }] };
    return { ...inner, uses: [full, ...inner.uses] };
  }
  if (building.tree.file(full) === undefined) return { ...NONE, unread: [notThere(item)] };
  const manifest = building.manifest(full);
  return manifest === undefined ? { ...NONE, files: [full] } : { ...NONE, objects: manifest.objects, files: [full], problems: manifest.problems, unread: manifest.unread };
}

function withGenerated(objects: readonly KubernetesObject[], made: KubernetesObject, behavior: 'create' | 'merge' | 'replace'): readonly KubernetesObject[] {
  const same = (object: KubernetesObject): boolean => object.kind === made.kind && object.name === made.name;
  if (!objects.some(same)) return [...objects, made];
  return objects.map((object) => {
    if (!same(object)) return object;
    if (behavior !== 'merge') return made;
    const keys = new Set(pairsAt(made.tree, 'data').map(({ key }) => key));
    const pairs = [...pairsAt(object.tree, 'data').filter(({ key }) => !keys.has(key)), ...pairsAt(made.tree, 'data')];
    return withTree(object, { ...object.tree, pairs: [...object.tree.pairs.filter(({ key }) => key !== 'data'), { key: 'data', at: made.tree.at, value: { kind: 'mapping', at: made.tree.at, pairs } }] });
  });
}

function transform(root: Node, built: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const namespace = scalarAt(root, 'namespace');
  const common = labelPairs(root, 'commonLabels');
  // Replicas and images are found by the names before the prefix.
  let objects = scaled(built, listAt(root, 'replicas'));
  objects = imaged(objects, listAt(root, 'images'));
  if (namespace !== undefined) objects = inNamespace(objects, namespace);
  if (common.length > 0) objects = labelled(objects, common, { selectors: true, templates: true });
  for (const { pairs, selectors, templates } of labelItems(root)) objects = labelled(objects, pairs, { selectors, templates });
  return renamed(objects, textAt(root, 'namePrefix') ?? '', textAt(root, 'nameSuffix') ?? '');
}

/** Parts of a kustomization that change objects in ways that are not followed. */
const unknownParts = (root: Node): readonly Unread[] =>
  ['replacements', 'vars', 'helmCharts', 'helmChartInflationGenerator', 'generators', 'transformers'].flatMap((key) => {
    const node = at(root, key);
    return node?.kind === 'sequence' && node.items.length > 0 ? [{ what: `${key} of a kustomization`, because: 'they are not followed', at: node.at }] : [];
  });
