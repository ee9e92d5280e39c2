import type { Position } from '../model/entry.ts';
import type { Component, Link, Route, Stack } from '../model/stack.ts';
import { scenarioOf } from '../rules/scenario/requests.ts';

/** A part of the stack that only one side has, or that is something else on the other. */
export interface StructuralChange {
  readonly what: 'component' | 'link' | 'route' | 'request';
  /** `pooler`, `api -> db`, `/feed`; of a request of the scenario, its name. */
  readonly name: string;
  readonly happened: 'added' | 'removed' | 'changed';
  /** What it is, in a few words: its kind, where it leads, or what is asked. */
  readonly before?: string;
  readonly after?: string;
  /** Where the newer side states it, else the older one; what the sizing added is stated nowhere. */
  readonly at?: Position;
  /** Of a component: the links that came or went with it, and are not told apart. */
  readonly links?: readonly string[];
}

/** A part by its name: what it is, and where it is stated. */
type Parts = ReadonlyMap<string, { readonly is: string; readonly at?: Position | undefined }>;

const partsOf = <T>(all: readonly T[], name: (one: T) => string, is: (one: T) => string, at: (one: T) => Position | undefined): Parts => new Map(all.map((one) => [name(one), { is: is(one), at: at(one) }]));
const placeOf = ({ at }: { readonly at?: Position }): Position | undefined => at;
const words = (...all: readonly string[]): string => all.filter((word) => word !== '').join(', ');

const componentsOf = ({ components }: Stack): Parts => partsOf(components, ({ name }) => name, ({ kind }: Component) => kind, placeOf);
const linksOf = ({ links }: Stack): Parts => partsOf(links, linkName, () => '', placeOf);
const routesOf = ({ routes }: Stack): Parts => partsOf(routes, ({ path }) => path, ({ to, cache, auth, stream, immutable }: Route) => words(`to ${to}`, cache === 'none' ? '' : `cache ${cache}`, auth ? 'auth' : '', stream === 'none' ? '' : stream, immutable ? 'immutable' : ''), placeOf);
/** How often one is sent is an entry. */
const requestsOf = (stack: Stack): Parts => partsOf(scenarioOf(stack), ({ name }) => name, ({ method, path, headers, body }) => words(`${method} ${path}`, headers === undefined ? '' : JSON.stringify(headers), body ?? ''), () => undefined);

const linkName = ({ from, to }: Link): string => `${from} -> ${to}`;

/**
 * The components, links, routes and requests that differ between two stacks. Links that come or go with a component belong to it,
 * and so does a request to its route where no scenario is stated.
 */
export function structuralChanges(before: Stack, after: Stack): readonly StructuralChange[] {
  const components = between('component', componentsOf(before), componentsOf(after));
  const moved = components.filter(({ happened }) => happened !== 'changed').map(({ name }) => name);
  const links = between('link', linksOf(before), linksOf(after));
  const rests = [before, after].map((stack) => new Set(passing(stack, moved).map(linkName)));
  const own = links.filter(({ name }) => rests.some((rest) => rest.has(name)) && !rests.every((rest) => rest.has(name)));
  const withLinks = components.map((change): StructuralChange => {
    const ends = links.filter(({ name, happened }) => happened === change.happened && name.split(' -> ').includes(change.name)).map(({ name }) => name);
    return ends.length === 0 ? change : { ...change, links: ends };
  });
  const routes = between('route', routesOf(before), routesOf(after));
  // What clients of a stranger's stack ask is not known: it is no difference that a plan says it.
  const [asked, asks] = [requestsOf(before), requestsOf(after)];
  const requests = (asked.size === 0 || asks.size === 0 ? [] : between('request', asked, asks)).filter(({ name }) => !routes.some((route) => route.name === name));
  return [...withLinks, ...own, ...routes, ...requests];
}

/** The links of a stack as if some components only passed connections on, as a pooler does. */
export function passing({ links }: Stack, names: readonly string[]): readonly Link[] {
  return names.reduce<readonly Link[]>((all, name) => {
    const ahead = all.filter(({ from }) => from === name);
    return all.flatMap((link) => (link.from === name ? [] : link.to === name ? ahead.map(({ to }) => ({ ...link, to })) : [link]));
  }, links);
}

function between(what: StructuralChange['what'], before: Parts, after: Parts): readonly StructuralChange[] {
  const placed = (at: Position | undefined) => (at === undefined ? {} : { at });
  const later = [...after].flatMap(([name, { is, at }]): readonly StructuralChange[] => {
    const earlier = before.get(name);
    if (earlier === undefined) return [{ what, name, happened: 'added', after: is, ...placed(at) }];
    return earlier.is === is ? [] : [{ what, name, happened: 'changed', before: earlier.is, after: is, ...placed(at) }];
  });
  const gone = [...before].filter(([name]) => !after.has(name)).map(([name, { is, at }]): StructuralChange => ({ what, name, happened: 'removed', before: is, ...placed(at) }));
  return [...later, ...gone];
}
