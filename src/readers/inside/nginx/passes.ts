import { locationMatch, locationsOf, serversOf, within, type NginxConfig, type Placed } from '../../../formats/nginx-config.ts';
import type { Directive } from '../../../formats/nginx-syntax.ts';
import { argument } from './entries.ts';

/** One place of `http` that passes requests on. */
export interface Pass {
  /** `proxy_pass`, `fastcgi_pass` ... */
  readonly directive: Directive;
  /** The blocks around it, from `http` to the innermost. */
  readonly ancestors: readonly Directive[];
  /** The path of its requests; `~ pattern` for a pattern. */
  readonly path: string;
}

const PASSES: readonly string[] = ['proxy_pass', 'grpc_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'memcached_pass'];

/** More of them no reader of a report looks at. */
const MOST = 1000;

/** Every place that passes requests on, in the order of the file. */
export function passesOf(config: NginxConfig): readonly Pass[] {
  const taken = new Map<string, Directive>();
  const found: Pass[] = [];
  for (const server of serversOf(config)) {
    const locations = locationsOf(server);
    const naming = namingOf(server.directive, locations.map(({ directive }) => directive));
    for (const location of locations) {
      const passes = directPasses(location);
      for (const path of passes.length === 0 ? [] : pathsOf(location.directive, naming)) {
        const owner = taken.get(path) ?? server.directive;
        taken.set(path, owner);
        const own = owner === server.directive ? path : `${argument(within(server.directive, 'server_name')[0], 0) ?? ''}${path}`;
        found.push(...passes.map(({ directive, ancestors }) => ({ directive, ancestors, path: own })));
        if (found.length >= MOST) return found;
      }
    }
  }
  return found;
}

/** What passes requests on in a location itself, or in an `if` or `limit_except` of it. */
function directPasses({ directive, ancestors }: Placed): readonly Placed[] {
  const blocks = [...ancestors, directive];
  return (directive.block ?? []).flatMap((one): readonly Placed[] => {
    if (PASSES.includes(one.name)) return [{ directive: one, ancestors: blocks }];
    return one.name === 'if' || one.name === 'limit_except' ? directPasses({ directive: one, ancestors: blocks }) : [];
  });
}

/** What the other locations of a server say of one's paths. */
interface Naming {
  /** Paths that are matched exactly. */
  readonly exact: ReadonlySet<string>;
  /** Locations that lead to a named one. */
  readonly leading: ReadonlyMap<string, readonly Directive[]>;
}

function namingOf(server: Directive, locations: readonly Directive[]): Naming {
  const exact = new Set<string>();
  // An error page of the server leads from every location that does not answer by itself.
  const asking = locations.filter((location) => locationMatch(location).modifier !== '@' && ['return', 'stub_status'].every((name) => within(location, name).length === 0));
  const leading = new Map(within(server, 'error_page').map((one): [string, Directive[]] => [one.args.at(-1)?.text ?? '', asking.slice(0, 20)]));
  for (const location of locations) {
    const { modifier, path } = locationMatch(location);
    if (modifier === '=') exact.add(path);
    if (modifier === '@') continue;
    for (const one of [...within(location, 'try_files'), ...within(location, 'error_page')]) {
      const last = one.args.at(-1)?.text ?? '';
      if (last.startsWith('@')) leading.set(last, [...(leading.get(last) ?? []).slice(0, 20), location]);
    }
  }
  return { exact, leading };
}

/** The paths of a location; of a named one those of the locations that lead to it. */
function pathsOf(location: Directive, naming: Naming): readonly string[] {
  const { modifier, path } = locationMatch(location);
  if (modifier !== '@') return [plainPath(location, naming)];
  const leading = naming.leading.get(`@${path}`) ?? [];
  return leading.length === 0 ? [`@${path}`] : leading.map((other) => plainPath(other, naming));
}

/** `/feed` for `/feed/` beside `= /feed`, which are one route in two locations. */
function plainPath(location: Directive, { exact }: Naming): string {
  const { modifier, path } = locationMatch(location);
  if (modifier === '~' || modifier === '~*') return `${modifier} ${path}`;
  return path !== '/' && path.endsWith('/') && exact.has(path.slice(0, -1)) ? path.slice(0, -1) : path;
}
