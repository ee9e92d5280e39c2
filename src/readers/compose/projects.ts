import { parseDocuments, type Tree } from '../../formats/yaml-tree.ts';
import { folderOf, type SourceTree } from '../../model/source.ts';

const BASES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDES = ['compose.override.yml', 'compose.override.yaml', 'docker-compose.override.yml', 'docker-compose.override.yaml'];
/** What makes a YAML file a Compose file: cheap to see, also where its syntax is broken. */
const SECTION = /^\s{0,8}\{?\s{0,8}["']?(?:services|include)["']?[ \t]{0,8}:/m;
const COMPOSE = /^(?:(?:docker-)?compose(?:[._-][A-Za-z0-9._-]{1,100})?|(?:docker-)?stack|[A-Za-z0-9._-]{1,100}\.stack)\.ya?ml$/;

/**
 * Every Compose project of a tree, each as its files in the order of merging: per folder the usual file with its override;
 * another `compose.*.yml`, or a `stack.yml` of a swarm, on its own where it is complete, otherwise over the usual file.
 */
export function composePaths(tree: SourceTree): readonly (readonly string[])[] {
  const folders = new Map<string, string[]>();
  for (const path of tree.paths.filter((one) => COMPOSE.test(nameOf(one)))) {
    const paths = folders.get(folderOf(path)) ?? [];
    paths.push(path);
    folders.set(folderOf(path), paths);
  }
  return [...folders.values()].flatMap((paths) => projectsIn(tree, paths));
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function projectsIn(tree: SourceTree, paths: readonly string[]): readonly (readonly string[])[] {
  const compose = paths.filter((path) => SECTION.test(tree.file(path)?.text ?? ''));
  const named = (names: readonly string[]): string | undefined => names.flatMap((name) => compose.filter((path) => nameOf(path) === name))[0];
  const [base, override] = [named(BASES), named(OVERRIDES)];
  const others = compose.filter((path) => path !== base && path !== override && !BASES.includes(nameOf(path)));
  const usual = [base, override].filter((path) => path !== undefined);
  return [...(usual.length === 0 ? [] : [usual]), ...others.map((path) => (base === undefined || servicesIn(tree, path).every(isComplete) ? [path] : [base, path]))];
}

/** The services of a file; none of one whose syntax is broken. */
function servicesIn(tree: SourceTree, path: string): readonly Tree[] {
  const { documents } = parseDocuments(tree.file(path)?.text ?? '');
  const sections = documents.flatMap((document) => (document.kind === 'mapping' ? document.pairs.filter(({ key }) => key === 'services') : []));
  return sections.flatMap(({ value }) => (value.kind === 'mapping' ? value.pairs.filter(({ key }) => !key.startsWith('x-')).map((pair) => pair.value) : []));
}

/** Whether a service says what runs: by image, build or another service. */
const isComplete = (service: Tree): boolean => service.kind === 'mapping' && service.pairs.some(({ key }) => ['image', 'build', 'extends', '<<'].includes(key));

/** The name that a project's files give it; the last that has one counts. Compose says it to all that it replaces. */
export const statedName = (tree: SourceTree, paths: readonly string[]): string | undefined =>
  paths.flatMap((path) => /^name:[ \t]+["']?([a-z0-9][a-z0-9_-]*)["']?[ \t]*(?:#.*)?$/m.exec(tree.file(path)?.text ?? '')?.[1] ?? []).at(-1);
