import { serversOf, type Component, type Link, type Route, type Stack } from '../model/stack.ts';
import { isApplication } from '../model/who.ts';
import { positionOf } from './source.ts';
import type { Part, Parts } from './parts.ts';

/** The stack that the parts make, without entries: stated links and routes, and the usual ones where none are stated. */
export function layoutOf(parts: Parts): Stack {
  const all = [...parts.values()];
  const components = all.map(componentOf);
  const links = all.flatMap((part) => linksOf(part, all));
  const bare: Stack = { name: '', components, links, routes: [], entries: new Map() };
  return { ...bare, routes: routesOf(all, bare) };
}

const componentOf = ({ name, kind, place }: Part): Component => (place === undefined ? { name, kind } : { name, kind, at: positionOf(place) });

function linksOf(part: Part, all: readonly Part[]): readonly Link[] {
  const names = part.links?.map((link) => link.to) ?? usualServers(part, all).map((other) => other.name);
  return [...new Set(names)].filter((name) => name !== part.name && all.some((other) => other.name === name)).map((to) => ({ from: part.name, to }));
}

/** The components that a server of this kind usually needs. */
function usualServers({ kind }: Part, all: readonly Part[]): readonly Part[] {
  const of = (wanted: string): readonly Part[] => all.filter((other) => other.kind === wanted);
  switch (kind) {
    case 'nginx': return of('node');
    case 'node': return [...(of('pgbouncer').length > 0 ? of('pgbouncer') : of('postgres')), ...of('redis'), ...of('kafka')];
    case 'pgbouncer': return of('postgres');
    default: return [];
  }
}

/** The applications that requests from outside reach: those behind a proxy, or all where there is none. */
export function reachable(stack: Stack): readonly Component[] {
  const proxies = stack.components.filter((component) => component.kind === 'nginx');
  const behind = new Set(proxies.flatMap((proxy) => serversOf(stack, proxy)));
  return stack.components.filter((component) => isApplication(component) && (proxies.length === 0 || behind.has(component)));
}

function routesOf(parts: readonly Part[], stack: Stack): readonly Route[] {
  const stated = parts.filter(isApplication).flatMap((part) => part.routes?.map(({ route }) => route) ?? []);
  const open = new Set(reachable(stack).map((component) => component.name));
  const without = parts.filter((part) => isApplication(part) && part.routes === undefined && open.has(part.name));
  const rootIsFree = !stated.some((route) => route.path === '/');
  const usual = without.map(({ name }, index): Route => ({
    path: index === 0 && rootIsFree ? '/' : `/${name}/`, to: name, cache: 'none', auth: false, stream: 'none', immutable: false,
  }));
  const all = [...stated, ...usual];
  return parts.flatMap(({ name }) => all.filter((route) => route.to === name));
}
