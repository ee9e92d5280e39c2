import { defineCheck, type Breach } from '../model/check.ts';
import type { Entry } from '../model/entry.ts';
import { all, structure } from '../model/input.ts';
import { entryOf, repeated } from '../model/lookup.ts';
import { plainly } from '../model/quote.ts';
import { componentNamed, type Component, type Stack } from '../model/stack.ts';
import { connects, listens, network_mode, published } from '../settings/found.ts';
import { copiesOf } from './copies.ts';
import { EVERY_KIND } from './kinds.ts';
import { likelyPorts, likelyWords, type LikelyPorts } from './likely-ports.ts';
import { addressesNamed, kindOf, sides, target } from './wiring.ts';

/** Kinds whose files say every port that they listen on; an application may open further ones by itself. */
const ALL_TOLD = ['nginx', 'postgres', 'pgbouncer', 'redis', 'kafka', 'gunicorn', 'uvicorn'];

/** What listens behind an address. */
interface Behind {
  readonly address: string;
  readonly name: string;
  /** The port in the container, where a service in front changes it; `undefined` where that service has no such port. */
  readonly port: number | undefined;
  readonly listens: readonly number[];
  /** Whether no other port is open. */
  readonly told: boolean;
  /** The ports that an application was told, where nothing is certain. */
  readonly likely?: LikelyPorts;
  readonly entries?: readonly Entry[];
}

const portsOf = (stack: Stack, name: string): readonly number[] => repeated(stack, { name }, listens).filter(({ value }) => value).map(({ subject }) => Number(subject));

/** Who answers at each address with a port that the component connects to. */
function behind(stack: Stack, component: Component): readonly Behind[] {
  return repeated(stack, component, connects).flatMap((entry) => {
    const { host, port } = target(entry.subject ?? '');
    const named = addressesNamed(stack, host);
    const address = named.find(({ ports }) => port !== undefined && ports?.has(port)) ?? named.at(-1);
    if (address === undefined || port === undefined || address.component === component.name) return [];
    const { component: name, ports } = address;
    // That one of several copies differs is told as that.
    if (copiesOf(stack).some((copies) => copies.some((copy) => copy.name === name) && copies.some((copy) => copy.ports.includes(port)))) return [];
    const likely = likelyPorts(stack, componentNamed(stack, name));
    return [{
      address: entry.subject ?? '', name, port: ports === undefined ? port : ports.get(port), listens: portsOf(stack, name), told: ALL_TOLD.includes(kindOf(stack, name)), likely,
      entries: sides(entry, ...repeated(stack, { name }, listens), ...(portsOf(stack, name).length > 0 ? [] : likely.told.map((one) => one.entry))),
    }];
  });
}

/** Whether an application was told ports and this is none of them. */
const isUnlikely = (port: number, { told, perhaps }: LikelyPorts): boolean => told.length > 0 && !told.some((one) => one.port === port) && !perhaps.includes(port);

const NOTHING_TOLD: LikelyPorts = { told: [], perhaps: [] };
const LIKELY = { severity: 'warning', confidence: 'likely' } as const;

const list = (ports: readonly number[]): string => [...new Set(ports)].sort((a, b) => a - b).join(', ');

/** The published ports of an application, where none of them is one that it was told. */
function allUnlikely<T extends { readonly subject: string; readonly value: number }>(ports: readonly T[], likely: LikelyPorts): readonly T[] {
  const tcp = ports.filter(({ subject }) => !subject.includes('/'));
  return tcp.every(({ value }) => isUnlikely(value, likely)) ? tcp : [];
}

/** The ports that are used against those that are listened on. */
export const portNotListened = defineCheck({
  id: 'port-not-listened',
  severity: 'error',
  confidence: 'certain',
  on: EVERY_KIND,
  when: (stack, component) => repeated(stack, component, connects).length + repeated(stack, component, published).length > 0,
  reads: {
    component: structure((_, component) => ({ name: component.name, told: ALL_TOLD.includes(component.kind) })),
    connects: structure(behind),
    likely: structure((stack, component): LikelyPorts => (entryOf(stack, component, network_mode) === undefined && !ALL_TOLD.includes(component.kind) ? likelyPorts(stack, component) : NOTHING_TOLD)),
    published: all(published),
    listens: structure((stack, component) => (entryOf(stack, component, network_mode) === undefined ? portsOf(stack, component.name) : [])),
    listening: structure((stack, component): readonly Entry[] => repeated(stack, component, listens)),
  },
  broken: (v) => [
    ...v.connects.flatMap(({ address, name, port, listens: open, told, likely, entries }): readonly Breach[] => {
      if (port === undefined) return [{ message: `${v.component.name} connects to ${plainly(address)}, and the service ${name} has no such port`, entries: entries ?? [] }];
      if (open.length === 0 && likely !== undefined && isUnlikely(port, likely)) return [{ message: `${v.component.name} connects to port ${port} of ${name}, which listens most likely on ${likelyWords(likely.told)}`, entries: entries ?? [], ...LIKELY }];
      if (open.length === 0 || open.includes(port) || likely?.perhaps.includes(port) === true) return [];
      return [{ message: `${v.component.name} connects to port ${port} of ${name}, which listens on ${list(open)}`, entries: entries ?? [], ...(told ? {} : LIKELY) }];
    }),
    ...v.published.flatMap(({ subject, value, entry }): readonly Breach[] =>
      !v.component.told || v.listens.length === 0 || v.listens.includes(value) ? [] : [{
        message: `${v.component.name} publishes its port ${value} as ${subject.slice(subject.lastIndexOf(':') + 1)}, and listens on ${list(v.listens)}`, entries: sides(entry, ...v.listening), severity: 'warning',
      }]),
    ...allUnlikely(v.published, v.likely).map(({ subject, value, entry }): Breach => ({
      message: `${v.component.name} publishes its port ${value} as ${subject.slice(subject.lastIndexOf(':') + 1)}, and listens most likely on ${likelyWords(v.likely.told)}`, entries: sides(entry, ...v.likely.told.map((one) => one.entry)), ...LIKELY,
    })),
  ],
  why: 'Nobody answers: every connection is refused, and a proxy turns that into 502.',
  fix: 'use the port that the server listens on, on both sides.',
  source: 'docs.docker.com/compose/how-tos/networking: containers reach each other at the container\'s port, not at the published one',
  examples: {
    holds: [
      { component: { name: 'proxy', told: true }, connects: [{ address: 'api:9090', name: 'api', port: 9090, listens: [], told: false, likely: { told: [{ port: 3000, from: 'PORT' }], perhaps: [9090] } }], published: [], listens: [], likely: NOTHING_TOLD, listening: [] },
      { component: { name: 'proxy', told: true }, connects: [{ address: 'api:3000', name: 'api', port: 3000, listens: [3000], told: false }], published: [{ subject: ':80', value: 80 }], listens: [80], likely: NOTHING_TOLD, listening: [] },
      { component: { name: 'proxy', told: true }, connects: [{ address: 'api:3000', name: 'api', port: 3000, listens: [], told: false }], published: [{ subject: ':80', value: 80 }], listens: [], likely: NOTHING_TOLD, listening: [] },
    ],
    breaks: [
      { component: { name: 'proxy', told: true }, connects: [{ address: 'api:3001', name: 'api', port: 3001, listens: [], told: false, likely: { told: [{ port: 3000, from: 'PORT' }], perhaps: [] } }], published: [], listens: [], likely: NOTHING_TOLD, listening: [] },
      { component: { name: 'api', told: false }, connects: [], published: [{ subject: ':8080', value: 3000 }], listens: [], likely: { told: [{ port: 4000, from: 'PORT' }], perhaps: [] }, listening: [] },
      { component: { name: 'api', told: false }, connects: [{ address: 'db:5433', name: 'db', port: 5433, listens: [5432], told: true }], published: [], listens: [], likely: NOTHING_TOLD, listening: [] },
      { component: { name: 'proxy', told: true }, connects: [], published: [{ subject: ':443', value: 443 }], listens: [80], likely: NOTHING_TOLD, listening: [] },
      { component: { name: 'web', told: false }, connects: [{ address: 'api:8081', name: 'api', port: undefined, listens: [3000], told: false }], published: [], listens: [], likely: NOTHING_TOLD, listening: [] },
    ],
  },
});
