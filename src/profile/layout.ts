import { serversOf, type Component, type Link, type Route, type Stack } from '../model/stack.ts';
import { NEXT_IMAGE, NEXT_STATIC } from '../model/next-paths.ts';
import { isAnswering } from '../model/who.ts';
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
  const data = [...(of('pgbouncer').length > 0 ? of('pgbouncer') : of('postgres')), ...of('redis'), ...of('kafka')];
  switch (kind) {
    case 'nginx': return all.filter(isAnswering);
    case 'node': return data;
    case 'gunicorn':
    case 'uvicorn':
    case 'python': return [...data, ...of('mongodb')];
    case 'pgbouncer': return of('postgres');
    default: return [];
  }
}

/** The applications that requests from outside reach: those behind a proxy, or all where there is none. */
export function reachable(stack: Stack): readonly Component[] {
  const proxies = stack.components.filter((component) => component.kind === 'nginx');
  const behind = new Set(proxies.flatMap((proxy) => serversOf(stack, proxy)));
  return stack.components.filter((component) => isAnswering(component) && (proxies.length === 0 || behind.has(component)));
}

function routesOf(parts: readonly Part[], stack: Stack): readonly Route[] {
  const stated = parts.filter(isAnswering).flatMap((part) => part.routes?.map(({ route }) => route) ?? []);
  const open = new Set(reachable(stack).map((component) => component.name));
  const without = parts.filter((part) => isAnswering(part) && part.routes === undefined && open.has(part.name));
  const rootIsFree = !stated.some((route) => route.path === '/');
  // Pages belong to the frontend, where there is one.
  const root = rootIsFree ? (without.find(({ kind }) => kind === 'next') ?? without[0]) : undefined;
  const usual = without.flatMap((part) => usualRoutes(part, part === root ? '/' : `/${part.name}/`));
  const all = [...stated, ...usual];
  return parts.flatMap(({ name }) => all.filter((route) => route.to === name));
}

/** The routes of an application that states none. Files of Next.js lie at the root of its site. */
function usualRoutes({ name, kind }: Part, path: string): readonly Route[] {
  const plain: Route = { path, to: name, cache: 'none', auth: false, stream: 'none', immutable: false };
  if (kind !== 'next' || path !== '/') return [plain];
  return [plain, { ...plain, path: NEXT_STATIC, cache: 'long', immutable: true }, { ...plain, path: NEXT_IMAGE, cache: 'long' }];
}
