import { objectTitle, type KubernetesObject } from '../../formats/kubernetes-object.ts';
import { grouped } from '../../model/grouped.ts';
import type { Problem } from '../../model/problem.ts';
import { folderOf, type SourceTree } from '../../model/source.ts';
import type { Unread } from '../../model/stack.ts';
import { build, KUSTOMIZATIONS, MOST_BUILDS, type Building } from './kustomize/build.ts';
import { readManifest, type ManifestFile } from './manifests.ts';

/** Objects that are applied together. */
export interface Group {
  /** The folder or file that they come from. */
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
  readonly unread: readonly Unread[];
}

/** What is applied together: each kustomization that no other uses, then the manifests that none uses, by their top-most folder. */
export function groupsOf(tree: SourceTree, paths: readonly string[]): readonly Group[] {
  const read = new Map<string, ManifestFile | undefined>();
  const manifest = (path: string): ManifestFile | undefined => {
    if (!read.has(path)) read.set(path, readManifest(tree, path));
    return read.get(path);
  };
  const built = kustomized({ tree, manifest, built: new Map(), left: { builds: MOST_BUILDS } }, paths);
  const used = new Set(built.flatMap((group) => group.files));
  const rest = paths.filter((path) => !used.has(path) && !isKustomization(path)).flatMap((path) => manifest(path) ?? []);
  return [...built.filter(({ top }) => top), ...loose(rest)];
}

const isKustomization = (path: string): boolean => KUSTOMIZATIONS.some((name) => path === name || path.endsWith(`/${name}`));

/** Every kustomization; those that no other uses are on top, and the first of those that use each other. */
function kustomized(building: Building, paths: readonly string[]): readonly (Group & { readonly top: boolean })[] {
  const folders = [...new Set(paths.filter(isKustomization).map(folderOf))];
  const all = folders.map((folder) => ({ folder, built: build(building, folder) }));
  const used = new Set(all.flatMap(({ built }) => built.uses));
  return all.map(({ folder, built }) => ({ name: folder, top: (!used.has(folder) || built.uses.includes(folder)) && !isComponent(building.tree, folder), objects: built.objects, files: built.files, problems: built.problems, unread: built.unread }));
}

/** A `kind: Component` is a part for others and nothing by itself. */
const isComponent = (tree: SourceTree, folder: string): boolean =>
  KUSTOMIZATIONS.some((name) => /^kind:\s*["']?Component\b/m.test(tree.file(folder === '.' ? name : `${folder}/${name}`)?.text ?? ''));

/** Groups manifests by the top-most folder that holds some; folders that state one object twice stand alone. */
function loose(manifests: readonly ManifestFile[]): readonly Group[] {
  const holding = new Set(manifests.map(({ path }) => folderOf(path)));
  const tops = grouped(manifests, ({ path }) => topOf(folderOf(path), holding));
  return [...tops].flatMap(([name, files]) => (statesTwice(files) ? [...grouped(files, ({ path }) => folderOf(path))] : [[name, files] as const]).map(([folder, part]) => groupOf(folder, part)));
}

function topOf(folder: string, holding: ReadonlySet<string>): string {
  if (holding.has('.')) return '.';
  const parts = folder.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/')).find((one) => holding.has(one)) ?? folder;
}

const identity = (object: KubernetesObject): string => `${object.namespace ?? ''} ${objectTitle(object)}`;

/** Whether two folders state the same object: they are the same stack for two places. */
function statesTwice(files: readonly ManifestFile[]): boolean {
  const folders = new Map<string, string>();
  return files.some(({ path, objects }) => objects.some((object) => {
    const [id, folder] = [identity(object), folderOf(path)];
    const twice = object.name !== '' && folders.has(id) && folders.get(id) !== folder;
    folders.set(id, folder);
    return twice;
  }));
}

/** One file alone is called by its own name. */
function groupOf(folder: string, files: readonly ManifestFile[]): Group {
  const objects = new Map<string, KubernetesObject>();
  // Applied one after the other, the last one of a name stays.
  for (const [file, { objects: all }] of files.entries()) for (const [index, object] of all.entries()) objects.set(object.name === '' ? `${file} ${index}` : identity(object), object);
  const [only] = files;
  return {
    name: files.length === 1 && only !== undefined ? only.path : folder, objects: [...objects.values()], files: files.map(({ path }) => path),
    problems: files.flatMap(({ problems }) => problems), unread: files.flatMap(({ unread }) => unread),
  };
}
