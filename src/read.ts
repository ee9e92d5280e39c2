import { entryId, placed, placedEntry, statedEntry, type Entry, type Position } from './model/entry.ts';
import { inside } from './model/inside.ts';
import { together, type Facts } from './model/facts.ts';
import { grouped } from './model/grouped.ts';
import type { Problem } from './model/problem.ts';
import type { SourceTree } from './model/source.ts';
import type { Address, Component, Link, Route, Stack, Unread } from './model/stack.ts';
import { insideReaders } from './readers/inside/index.ts';
import type { RunningContainer, Surroundings } from './readers/inside/running.ts';
import { clientEntries } from './readers/roles.ts';
import type { Deployment } from './readers/deployment.ts';
import { beside as besides, connects, exposed, listens } from './settings/found.ts';

/** A stack that was read, and what was wrong with the syntax of its files. */
export interface StackRead {
  readonly stack: Stack;
  readonly problems: readonly Problem[];
  /** Paths of the files that were opened for it. */
  readonly files: readonly string[];
}

/** What reading takes beside the files. */
export interface ReadOptions {
  /** CPU cores of the machine: what `cpu_count()` gives. */
  readonly cores?: number;
  /** Entries that hold for the whole stack: the machine and the targets that it is judged against. */
  readonly entries?: readonly Entry[];
}

/** Makes the stack of a deployment: what runs in each container, and which component reaches which. */
export function stackOf(tree: SourceTree, deployment: Deployment, options: ReadOptions = {}): StackRead {
  const around: Surroundings = { tree, ...(options.cores === undefined ? {} : { cores: options.cores }) };
  const read = deployment.containers.map((container) => ({ container, ...readInside(container, around) }));
  const facts = together([deployment.facts, ...read.map((one) => one.facts)]);
  const wired = wire(facts, deployment);
  const components = read.map(({ container, kind }): Component => ({ name: container.component, kind, at: container.at }));
  const stated = [...(options.entries ?? []), ...facts.entries, ...wired.entries];
  const held = (at: Position): Position => inside(tree, at);
  const entries = [...stated, ...clientEntries(stated, components, wired.links)];
  return {
    stack: {
      name: deployment.name, components, links: wired.links, routes: wired.routes,
      // What is stated around a container comes first; a later spelling of the same setting does not replace it.
      entries: new Map(entries.toReversed().map((entry) => [entry.id, placedEntry(entry, held)])),
      unread: facts.unread.map((one) => placed(one, held)), documents: facts.documents, addresses: deployment.addresses,
    },
    problems: facts.problems.map((one) => placed(one, held)),
    files: facts.files,
  };
}

function readInside(container: RunningContainer, around: Surroundings): { readonly kind: string; readonly facts: Facts } {
  const reader = insideReaders.find((candidate) => candidate.recognises(container));
  if (reader === undefined) throw new Error(`no reader takes ${container.component}`);
  return { kind: reader.kind, facts: reader.read(container, around) };
}

/** Makes links of the addresses that a component of the stack answers to. */
function wire({ connections, entries: stated }: Facts, { addresses, beside, pods }: Deployment): { readonly links: readonly Link[]; readonly routes: readonly Route[]; readonly entries: readonly Entry[] } {
  const answering = grouped(addresses.filter(({ component }) => component !== ''), ({ host }) => host);
  const having = pods === undefined ? new Map<string, ReadonlySet<string>>() : portOwners(stated);
  const podOf = new Map(pods?.flatMap((pod) => pod.map((name) => [name, pod] as const)));
  const links = new Map<string, Link>();
  const routes: Route[] = [];
  const entries: Entry[] = [];
  for (const connection of connections) {
    const { from, host, port, protocol, at, text } = connection;
    const subject = port === undefined ? host : `${host}:${port}`;
    const mates = LOOPBACK.test(host) ? podOf.get(from) : undefined;
    const here = LOOPBACK.test(host) && (beside !== undefined || mates !== undefined);
    if (!here) entries.push(statedEntry(from, connects, protocol, at, { subject, ...(text === undefined ? {} : { text }) }));
    const to = !here ? answers(answering.get(host.toLowerCase()) ?? [], port)?.component : mates === undefined ? beside?.get(port ?? 80) : mateAt(mates, from, having.get(String(port ?? 80)));
    if (to === undefined || to === from) continue;
    if (here && mates === undefined) entries.push(...[[from, to], [to, from]].map(([one = '', other = '']) => statedEntry(one, besides, true, at, { subject: other })));
    if (!links.has(`${from} ${to}`)) links.set(`${from} ${to}`, { from, to, at });
    routes.push(...(connection.routes ?? []).map((route) => ({ ...route, to })));
    entries.push(...(connection.entries ?? []).map((entry) => ({ ...entry, subject: to, id: entryId({ name: entry.component }, entry.setting, to) })));
  }
  return { links: [...links.values()], routes, entries };
}

/** Who answers at a port: of several that share a name, the one that lists it. */
const answers = (named: readonly Address[], port: number | undefined): Address | undefined => named.find(({ ports }) => named.length > 1 && port !== undefined && ports?.has(port) === true) ?? named.at(-1);

/** The container of the pod that has the port; the other one, where there are two and the asking one has not. */
function mateAt(mates: readonly string[], from: string, having: ReadonlySet<string> | undefined): string | undefined {
  if (mates.length === 2) return mates.find((mate) => having?.has(mate)) ?? mates.find((mate) => mate !== from);
  return mates.find((mate) => having?.has(mate));
}

/** The components that have each port. */
function portOwners(stated: readonly Entry[]): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>();
  for (const { setting, subject = '', component } of stated) if (setting === listens || setting === exposed) owners.set(subject, (owners.get(subject) ?? new Set()).add(component));
  return owners;
}

const LOOPBACK = /^(localhost|127\.[0-9.]+|\[?::1\]?)$/i;

/** What could not be read, in the order of files. */
export const unreadOf = (stack: Stack): readonly Unread[] => stack.unread ?? [];
