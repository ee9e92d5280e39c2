import { isLoopback } from '../formats/host-port.ts';
import { entryId, statedEntry, type Entry } from '../model/entry.ts';
import type { Facts } from '../model/facts.ts';
import { grouped } from '../model/grouped.ts';
import type { Address, Link, Route } from '../model/stack.ts';
import { beside as besides, connects, exposed, listens } from '../settings/found.ts';
import type { Deployment } from './deployment.ts';

/** What joins the components of a deployment. */
export interface Wired {
  readonly links: readonly Link[];
  readonly routes: readonly Route[];
  /** Entries of the connections, and of the links. */
  readonly entries: readonly Entry[];
}

/** Makes links of the addresses that a component of the stack answers to. */
export function wire({ connections, entries: stated }: Facts, { addresses, sharesHost, pods }: Deployment): Wired {
  const beside = sharesHost === true ? hostPorts(stated) : undefined;
  const answering = grouped(addresses.filter(({ component }) => component !== ''), ({ host }) => host);
  const having = pods === undefined ? new Map<string, ReadonlySet<string>>() : portOwners(stated);
  const podOf = new Map(pods?.flatMap((pod) => pod.map((name) => [name, pod] as const)));
  const links = new Map<string, Link>();
  const routes: Route[] = [];
  const entries: Entry[] = [];
  for (const connection of connections) {
    const { from, host, port, protocol, at, text } = connection;
    const subject = port === undefined ? host : `${host}:${port}`;
    const mates = isLoopback(host) ? podOf.get(from) : undefined;
    const here = isLoopback(host) && (beside !== undefined || mates !== undefined);
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

/** Who answers at each port of a host that servers share: who listens on it for others, or is bound to it on the loopback; the first that says so. */
function hostPorts(stated: readonly Entry[]): ReadonlyMap<number, string> {
  const ports = stated.flatMap(({ component, setting, subject, value }): readonly (readonly [number, string])[] => {
    if (setting === listens) return [[Number(subject), component]];
    const bound = setting.name === 'bind' && typeof value === 'string' ? /:([0-9]+)$/.exec(value)?.[1] : undefined;
    return bound === undefined ? [] : [[Number(bound), component]];
  });
  return new Map(ports.toReversed());
}
