import { profileSchema } from '../model/profile-schema.ts';
import type { Kind, Route } from '../model/stack.ts';
import { plainly, quoted } from '../model/quote.ts';
import { COMPONENT_NAME, ROUTE_PATH } from '../model/spelling.ts';
import { suggestion } from '../formats/suggest.ts';
import type { Mapping, Tree } from '../formats/yaml-tree.ts';
import type { Complaints } from './complaints.ts';
import { itemsOf, textOf, valueOf } from './data.ts';
import { schemaAt } from './fields.ts';
import { reservedName } from './names.ts';
import { SET } from './sets.ts';
import { mention, positionOf, type Place, type Source } from './source.ts';

/** A link as it was stated. */
export interface StatedLink {
  readonly to: string;
  readonly place: Place;
}
/** A route as it was stated. */
export interface StatedRoute {
  readonly route: Route;
  readonly place: Place;
}
/** A component as far as profiles declare it; what is left out is decided by `layoutOf`. */
export interface Part {
  readonly name: string;
  readonly kind: Kind;
  readonly place?: Place;
  readonly links?: readonly StatedLink[];
  readonly routes?: readonly StatedRoute[];
}
export type Parts = ReadonlyMap<string, Part>;

/** The parts after one more source, and what it took away from its base. */
export interface Change {
  readonly parts: Parts;
  /** Components of the base that the source leaves out (it may declare new ones of that name). */
  readonly dropped: ReadonlySet<string>;
  /** Components whose routes the source states anew. */
  readonly rerouted: ReadonlySet<string>;
}

const KIND_OF_NAME = new Map<string, Kind>([['proxy', 'nginx'], ['api', 'node'], ['db', 'postgres'], ['cache', 'redis'], ['pooler', 'pgbouncer'], ['queue', 'kafka'], ['web', 'next'], ['mongo', 'mongodb']]);
/** Declared by a profile that extends nothing and lists no components. */
const BUILT_IN: Parts = new Map((['proxy', 'api', 'db', 'cache'] as const).map((name) => [name, { name, kind: KIND_OF_NAME.get(name) ?? 'node' }]));
const KINDS: readonly Kind[] = profileSchema.properties.components.items.properties.kind.enum;

/** Applies what a source says of components to those of its base; `undefined` is no base at all. */
export function withSource(base: Parts | undefined, source: Source, complaints: Complaints): Change {
  const list = valueOf(source.tree, 'components');
  const before = base ?? (list === undefined ? BUILT_IN : new Map());
  const dropped = leftOut(before, source, complaints);
  const parts = new Map([...before].filter(([name]) => !dropped.has(name)).map(([name, part]) => [name, withoutLinksTo(dropped, part)]));
  const seen = new Map<string, Place>();
  const rerouted = new Set<string>();
  for (const item of itemsOf(list).slice(0, profileSchema.properties.components.maxItems)) {
    const name = valueOf(item, 'name');
    if (item.kind !== 'mapping' || name?.kind !== 'scalar' || !new RegExp(COMPONENT_NAME.pattern, 'u').test(name.text)) continue; // the schema complains
    const place = { source, at: name.at };
    const earlier = seen.get(name.text);
    if (earlier !== undefined) {
      complaints.add(place, `two components are named ${name.text}: the first in ${mention(earlier, source)}`, 'give them different names, or join them');
      continue;
    }
    seen.set(name.text, place);
    const part = declared(name.text, item, parts, place, complaints);
    if (part !== undefined) parts.set(part.name, part);
    if (valueOf(item, 'routes') !== undefined) rerouted.add(name.text);
  }
  return { parts, dropped, rerouted };
}

function leftOut(before: Parts, source: Source, complaints: Complaints): ReadonlySet<string> {
  const dropped = new Set<string>();
  for (const item of itemsOf(valueOf(source.tree, 'without'))) {
    const name = textOf(item) ?? '';
    if (before.has(name)) dropped.add(name);
    else if (name !== 'pooler') complaints.add({ source, at: item.at }, `without: there is no component ${quoted(name)} to leave out`, suggestion(name, [...before.keys()]));
  }
  return dropped;
}

/** What the base linked to a component that is left out goes with it. */
const withoutLinksTo = (dropped: ReadonlySet<string>, part: Part): Part =>
  part.links === undefined ? part : { ...part, links: part.links.filter((link) => !dropped.has(link.to)) };

function declared(name: string, item: Mapping, parts: Parts, place: Place, complaints: Complaints): Part | undefined {
  const base = parts.get(name);
  const kindTree = valueOf(item, 'kind');
  const kind = KINDS.find((known) => known === textOf(kindTree));
  if (kindTree !== undefined && kind === undefined) return undefined; // the schema complains
  if (base === undefined && kind === undefined && place.source.label === SET) {
    complaints.add(place, `there is no component ${quoted(name)}`, suggestion(name, [...parts.keys()]));
    return undefined;
  }
  const reserved = reservedName(name, kind ?? base?.kind);
  if (reserved !== undefined) {
    complaints.add(place, `a component cannot be named ${name}: ${reserved}`);
    return undefined;
  }
  const decided = base?.kind ?? kind ?? KIND_OF_NAME.get(name);
  if (decided === undefined) {
    complaints.add(place, `components.${name}: kind is missing`, `say what it runs: kind: ${KINDS.join(' | ')}`);
    return undefined;
  }
  if (base !== undefined && kind !== undefined && kind !== base.kind && kindTree !== undefined) {
    complaints.add({ source: place.source, at: kindTree.at }, `components.${name}: ${name} is ${base.kind} in the base, not ${kind}`, `to replace it, leave the base's out: without: [${name}]`);
  }
  const links = linksOf(item, place.source) ?? base?.links;
  const routes = routesOf(name, item, place.source, complaints) ?? base?.routes;
  const first = base?.place ?? place;
  return { name, kind: decided, place: first, ...(links === undefined ? {} : { links }), ...(routes === undefined ? {} : { routes }) };
}

function linksOf(item: Tree, source: Source): readonly StatedLink[] | undefined {
  const list = valueOf(item, 'links');
  return list === undefined ? undefined : itemsOf(list).map((link) => ({ to: textOf(link) ?? '', place: { source, at: link.at } }));
}

function routesOf(to: string, item: Tree, source: Source, complaints: Complaints): readonly StatedRoute[] | undefined {
  const list = valueOf(item, 'routes');
  if (list === undefined) return undefined;
  const routes = new Map<string, StatedRoute>();
  for (const route of itemsOf(list).slice(0, profileSchema.properties.components.items.properties.routes.maxItems)) {
    const path = valueOf(route, 'path');
    if (path?.kind !== 'scalar' || !new RegExp(ROUTE_PATH.pattern, 'u').test(path.text)) continue; // the schema complains
    const place = { source, at: path.at };
    const earlier = routes.get(path.text);
    if (earlier !== undefined) complaints.add(place, `components.${to}: two routes have the path ${plainly(path.text)}: the first in ${mention(earlier.place, source)}`, 'join them');
    else routes.set(path.text, { route: routeOf(path.text, to, route, place), place });
  }
  return [...routes.values()];
}

function routeOf(path: string, to: string, tree: Tree, place: Place): Route {
  const word = <T extends string>(key: string, otherwise: T): T => {
    const text = textOf(valueOf(tree, key));
    const words = schemaAt(['components', 0, 'routes', 0, key])?.enum ?? [];
    return text !== undefined && words.includes(text) ? (text as T) : otherwise;
  };
  return {
    path, to, at: positionOf(place),
    cache: word<Route['cache']>('cache', 'none'),
    stream: word<Route['stream']>('stream', 'none'),
    auth: textOf(valueOf(tree, 'auth')) === 'true',
    immutable: textOf(valueOf(tree, 'immutable')) === 'true',
  };
}
