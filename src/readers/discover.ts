import { folderOf, type SourceTree } from '../model/source.ts';
import type { Unread } from '../model/stack.ts';
import { composePaths, readCompose } from './compose.ts';
import type { Deployment } from './deployment.ts';
import { kubernetesDeployments } from './kubernetes.ts';
import { looseDeployments, looseFiles, withoutContainer } from './loose.ts';
import { dockerfileDeployment, isDockerfile } from './loose/dockerfile.ts';
import { notRead } from './loose/kinds.ts';

/** Where to look, and what Compose is told. */
export interface DiscoverOptions {
  /** Files and folders of the tree; all of it without. */
  readonly paths?: readonly string[];
  /** Variables that Compose files may use, beside those of `.env`. */
  readonly environment?: ReadonlyMap<string, string>;
  /** Compose profiles that are active; `*` is all. */
  readonly composeProfiles?: readonly string[];
}

const isYaml = (path: string): boolean => /\.(ya?ml|json)$|(^|\/)Kustomization$/.test(path);

/** The Compose projects and Kubernetes manifests of a tree. */
export function discover(tree: SourceTree, options: DiscoverOptions = {}): readonly Deployment[] {
  const { environment, composeProfiles } = options;
  const compose = composeProjects(tree, options.paths);
  const taken = new Set(compose.flat());
  const manifests = options.paths === undefined ? undefined : chosen(tree, options.paths).filter((path) => isYaml(path) && !taken.has(path));
  return [
    ...compose.map((paths) => readCompose(tree, paths, { ...(environment === undefined ? {} : { environment }), ...(composeProfiles === undefined ? {} : { profiles: composeProfiles }) })),
    ...(manifests?.length === 0 ? [] : kubernetesDeployments(tree, manifests)),
  ];
}

/** The lone configuration files that none of `deployments` sees, as deployments of their own. */
export function discoverLoose(tree: SourceTree, deployments: readonly Deployment[], opened: Iterable<string>, options: DiscoverOptions = {}): readonly Deployment[] {
  const consumed = new Set([...opened, ...deployments.flatMap(mounted)]);
  const candidates = chosen(tree, options.paths);
  // Beside manifests a Dockerfile builds an image that they run; only by itself, or named, is it a stack of its own.
  const dockerfiles = candidates.filter((path) => isDockerfile(path) && !consumed.has(path) && tree.file(path) !== undefined && (deployments.length === 0 || options.paths?.includes(path) === true));
  const built = dockerfiles.map((path) => withoutContainer(dockerfileDeployment(tree, path)));
  for (const path of built.flatMap(mounted)) consumed.add(path);
  return [...looseDeployments(tree, looseFiles(tree, candidates, consumed, new Set(options.paths))), ...built];
}

const mounted = ({ containers }: Deployment): readonly string[] => containers.flatMap(({ files, file }) => files.slice(0, 2000).flatMap((path) => file(path)?.path ?? []));

/** What is known and not read: formats of others, and what the tree refuses. */
export const leftOut = (tree: SourceTree, options: DiscoverOptions = {}): readonly Unread[] => {
  const known = chosen(tree, options.paths).flatMap((path): readonly Unread[] => {
    const because = notRead(path);
    return because === undefined ? [] : [{ what: path, because }];
  });
  const strange = (options.paths ?? []).filter((path) => tree.file(path) !== undefined && notRead(path) === undefined).map((what) => ({ what, because: 'it is of no kind that is known' }));
  return [...known, ...strange, ...[...tree.refused].map(([what, because]) => ({ what, because }))];
};

/** The files that the paths name, those of folders included, in the order of the tree. */
export function chosen(tree: SourceTree, paths: readonly string[] | undefined): readonly string[] {
  if (paths === undefined || paths.includes('.')) return tree.paths;
  const files = new Set(paths);
  const folders = paths.filter((path) => tree.folder(path)).map((path) => `${path}/`);
  const listed = tree.paths.filter((path) => files.has(path) || folders.some((folder) => path.startsWith(folder)));
  // A file that is named is read even where its folder is passed over.
  return [...new Set([...listed, ...paths.filter((path) => !tree.folder(path))])];
}

/** Compose files that are named are merged in their order, as `docker compose -f a -f b` does; those of folders by their names. */
function composeProjects(tree: SourceTree, paths: readonly string[] | undefined): readonly (readonly string[])[] {
  const projects = paths === undefined || paths.some((path) => tree.folder(path)) ? composePaths(tree) : [];
  if (paths === undefined || paths.includes('.')) return projects;
  const named = paths.filter((path) => isYaml(path) && !tree.folder(path) && looksLikeCompose(tree.file(path)?.text ?? ''));
  const folders = paths.filter((path) => tree.folder(path));
  const below = projects.filter((project) => project.every((path) => !named.includes(path)) && folders.some((folder) => `${folderOf(project[0] ?? '')}/`.startsWith(`${folder}/`)));
  return [...(named.length === 0 ? [] : [named]), ...below];
}

/** A Compose file says so by `services` at its top; a manifest has an `apiVersion` there. */
const looksLikeCompose = (text: string): boolean => /^(services|include|["']services["'])[ \t]*:|^[ \t]*\{[^{}]*"services"[ \t]*:/m.test(text) && !/^apiVersion[ \t]*:/m.test(text);
