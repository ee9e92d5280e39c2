import { entryId } from '../model/entry.ts';
import { NOTHING } from '../model/facts.ts';
import { grouped } from '../model/grouped.ts';
import type { Unread } from '../model/stack.ts';
import { folderOf, type SourceFile, type SourceTree, type Word } from '../model/source.ts';
import type { Deployment } from './deployment.ts';
import type { RunningContainer } from './inside/running.ts';
import * as container from '../settings/container.ts';
import { looseKindOf, namedKindOf, type LooseKind } from './loose/kinds.ts';

/** A file that stands alone, and what it is. */
export interface Loose {
  readonly path: string;
  readonly kind: LooseKind;
}

/** The configuration files among the paths that no deployment reads; those in `named` may have any name. */
export const looseFiles = (tree: SourceTree, paths: readonly string[], consumed: ReadonlySet<string>, named: ReadonlySet<string>): readonly Loose[] =>
  paths.flatMap((path) => {
    const file = named.has(path) ? tree.file(path) : undefined;
    const kind = consumed.has(path) ? undefined : (looseKindOf(path, tree.file) ?? (file === undefined ? undefined : namedKindOf(file)));
    // What cannot be read is no server: the tree says why.
    return kind === undefined || tree.file(path) === undefined ? [] : [{ path, kind }];
  });

/** The same deployment, of which nothing says how its containers are run: the defaults of a container do not hold. */
export const withoutContainer = (deployment: Deployment): Deployment => ({ ...deployment, facts: { ...deployment.facts, unread: [...deployment.facts.unread, ...deployment.containers.flatMap(unknownContainer)] } });

const unknownContainer = ({ component, at }: RunningContainer): readonly Unread[] =>
  Object.values(container)
    .filter(({ silent }) => silent !== undefined)
    .map((setting) => ({ component, id: entryId({ name: component }, setting), what: 'limits of the container', because: 'no Compose file and no manifest runs it', at }));

/** A folder named after what lies in it belongs to the folder above. */
const OF_ONE_SERVER = /(^|\/)(nginx|postgres|postgresql|redis|valkey|pgbouncer|kafka|kraft|gunicorn|haproxy|traefik|caddy|server|conf|conf\.d|config|configs|sites-available|sites-enabled|etc)$/;

function homeOf(path: string): string {
  let folder = folderOf(path);
  while (folder !== '.' && OF_ONE_SERVER.test(folder)) folder = folderOf(folder);
  return folder;
}

/** One deployment for each folder that holds such files: their servers run beside each other on one host. */
export function looseDeployments(tree: SourceTree, loose: readonly Loose[]): readonly Deployment[] {
  return [...grouped(loose, ({ path }) => homeOf(path))].map(([home, all]) => {
    const containers = containersOf(tree, all);
    return withoutContainer({ name: all.length === 1 ? (all[0]?.path ?? home) : home, containers, addresses: [], sharesHost: true, facts: NOTHING });
  });
}

/** nginx reads all files of a folder together; of every other kind each file is a server of its own. */
function containersOf(tree: SourceTree, loose: readonly Loose[]): readonly RunningContainer[] {
  const sites = loose.filter(({ path, kind }) => kind.name === 'nginx' && mountedAt(tree, path, kind) !== '/etc/nginx/nginx.conf');
  const whole = loose.filter(({ path, kind }) => kind.name === 'nginx' && mountedAt(tree, path, kind) === '/etc/nginx/nginx.conf');
  const included = whole.length > 0 ? [] : [...grouped(sites, ({ path }) => folderOf(path)).values()].flatMap((group) => group.slice(0, 1));
  const single = loose.filter((one) => one.kind.name !== 'nginx');
  const servers = [...whole, ...included, ...single];
  return servers.map((one, i) => runningOf(tree, one, nameOf(servers, i), servers));
}

const mountedAt = (tree: SourceTree, path: string, kind: LooseKind): string => kind.mountedAt(tree.file(path) ?? { path, text: '' });

/** `nginx`; `nginx-2` for the second one. */
function nameOf(servers: readonly Loose[], index: number): string {
  const name = servers[index]?.kind.name ?? '';
  const earlier = servers.slice(0, index).filter((other) => other.kind.name === name).length;
  return earlier === 0 ? name : `${name}-${earlier + 1}`;
}

function runningOf(tree: SourceTree, { path, kind }: Loose, component: string, servers: readonly Loose[]): RunningContainer {
  const at = { file: path, line: 1, column: 1 };
  const word = (text: string): Word => ({ text, at });
  const place = mountedAt(tree, path, kind);
  const seen = new Map([...neighbours(tree, path, place, kind), [place, path] as const]);
  const [program = '', ...args] = kind.command(place);
  const alone = servers.length === 1;
  return {
    component: alone ? kind.name : component, at, supposed: true, image: word(kind.image), entrypoint: [], command: [word(program), ...args.map(word)],
    environment: new Map(), unresolved: new Map(),
    file: (asked): SourceFile | undefined => {
      const source = seen.get(asked);
      return source === undefined ? undefined : tree.file(source);
    },
    files: [...seen.keys()].sort(),
  };
}

/** Files beside the configuration, where the server would find what it includes: those below its folder keep their place. */
function neighbours(tree: SourceTree, path: string, place: string, kind: LooseKind): readonly (readonly [string, string])[] {
  const folder = folderOf(path);
  const root = folderOf(place);
  const prefix = folder === '.' ? '' : `${folder}/`;
  const near = tree.paths.filter((other) => other !== path && other.startsWith(prefix) && (kind.name !== 'nginx' || isIncluded(other.slice(prefix.length), root)));
  return near.slice(0, 500).map((other) => [`${root}/${other.slice(prefix.length)}`, other] as const);
}

/** Beside a file of conf.d lie the other files of conf.d; beside nginx.conf all that it may include. */
const isIncluded = (path: string, root: string): boolean => root === '/etc/nginx' || (!path.includes('/') && path.endsWith('.conf'));
