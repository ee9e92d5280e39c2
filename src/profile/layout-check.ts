import { plainly, quoted } from '../model/quote.ts';
import { suggestion } from '../formats/suggest.ts';
import type { Stack } from '../model/stack.ts';
import { ANSWERING_KINDS, isAnswering } from '../model/who.ts';
import type { Complaints } from './complaints.ts';
import { reachable } from './layout.ts';
import type { Part, Parts, StatedLink } from './parts.ts';
import { mention, type Place } from './source.ts';

/** Which kinds a kind can connect to. */
const DATA: readonly Part['kind'][] = ['postgres', 'pgbouncer', 'redis', 'kafka'];
const PYTHON: readonly Part['kind'][] = [...ANSWERING_KINDS, ...DATA, 'mongodb'];
const SERVERS: Readonly<Record<Part['kind'], readonly Part['kind'][]>> = {
  nginx: ANSWERING_KINDS, node: [...ANSWERING_KINDS, ...DATA], next: ANSWERING_KINDS, gunicorn: PYTHON, uvicorn: PYTHON, python: PYTHON,
  pgbouncer: ['postgres'], postgres: [], redis: [], kafka: [], mongodb: [],
};

/** Complains of links and routes that cannot be. */
export function checkLayout(parts: Parts, layout: Stack, complaints: Complaints): void {
  const open = new Set(reachable(layout).map((component) => component.name));
  for (const part of parts.values()) {
    for (const link of part.links ?? []) checkLink(part, link, parts, complaints);
    checkRoutes(part, open, complaints);
  }
  checkCircles(parts, complaints);
  checkPaths(parts, layout, complaints);
}

function checkLink(part: Part, { to, place }: StatedLink, parts: Parts, complaints: Complaints): void {
  const server = parts.get(to);
  if (server === undefined) complaints.add(place, `components.${part.name}.links: there is no component ${quoted(to)}`, suggestion(to, [...parts.keys()].filter((name) => name !== part.name)));
  else if (server === part) complaints.add(place, `components.${part.name}.links: ${part.name} cannot link to itself`);
  else if (!SERVERS[part.kind].includes(server.kind)) {
    const can = SERVERS[part.kind].join(', ');
    complaints.add(place, `components.${part.name}.links: ${part.kind} does not connect to ${server.kind} (${to})`, can === '' ? `${part.kind} connects to nothing` : `${part.kind} connects to ${can}`);
  }
}

function checkRoutes(part: Part, open: ReadonlySet<string>, complaints: Complaints): void {
  const first = part.routes?.[0];
  if (first === undefined) return;
  if (!isAnswering(part)) complaints.add(first.place, `components.${part.name}.routes: only applications (${ANSWERING_KINDS.join(', ')}) answer requests, and ${part.name} is ${part.kind}`);
  else if (!open.has(part.name)) complaints.add(first.place, `components.${part.name}.routes: no proxy links to ${part.name}`, 'add it to the links of the proxy, or take the routes out');
}

/** Only stated links can go round: the usual ones lead from proxy to application to data. */
function checkCircles(parts: Parts, complaints: Complaints): void {
  const done = new Set<string>();
  const visit = (part: Part, trail: readonly string[]): void => {
    if (done.has(part.name)) return;
    for (const { to, place } of part.links ?? []) {
      const start = trail.indexOf(to);
      const server = parts.get(to);
      if (start >= 0 && to !== part.name) complaints.add(place, `components.${part.name}.links: the links go round in a circle: ${[...trail.slice(start), to].join(' -> ')}`);
      else if (server !== undefined && to !== part.name) visit(server, [...trail, to]);
    }
    done.add(part.name);
  };
  for (const part of parts.values()) visit(part, [part.name]);
}

/** One path has one answer, whichever component gives it. */
function checkPaths(parts: Parts, layout: Stack, complaints: Complaints): void {
  const places = new Map<string, Place>();
  for (const part of parts.values()) for (const { route, place } of part.routes ?? []) places.set(`${part.name} ${route.path}`, place);
  const taken = new Map<string, string>();
  for (const { path, to } of layout.routes) {
    const other = taken.get(path);
    taken.set(path, other ?? to);
    const place = places.get(`${to} ${path}`);
    if (other === undefined || other === to) continue;
    const first = places.get(`${other} ${path}`);
    if (place !== undefined) complaints.add(place, `components.${to}.routes: ${plainly(path)} already leads to ${other}${first === undefined ? '' : ` (${mention(first, place.source)})`}`, `give it another path, or state the routes of ${other} without it`);
    else if (first !== undefined) complaints.add(first, `components.${other}.routes: ${plainly(path)} is where ${to} answers when it states no routes`, `give it another path, or state the routes of ${to}`);
  }
}
