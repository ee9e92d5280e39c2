import { defineCheck, type Breach } from '../model/check.ts';
import type { Entry } from '../model/entry.ts';
import { structure } from '../model/input.ts';
import { entryOf, repeated } from '../model/lookup.ts';
import type { Component, Stack } from '../model/stack.ts';
import { connects, extra_host, network, network_mode } from '../settings/found.ts';
import { EVERY_KIND } from './kinds.ts';
import { answering, isComposed, reachedFrom, sides, target } from './wiring.ts';

/** Where a container is reached: networks, or a mode without them. */
interface Place {
  readonly name: string;
  readonly networks: readonly string[];
  readonly mode?: string;
  readonly entries?: readonly Entry[];
}

/** A container that shares the network of a service is where that service is. */
function placeOf(stack: Stack, component: Pick<Component, 'name'>, depth = 0): Place {
  const mode = entryOf(stack, component, network_mode);
  const other = /^service:(.+)$/.exec(mode?.value ?? '')?.[1];
  if (other !== undefined && depth < 8) return { ...placeOf(stack, { name: other }, depth + 1), name: component.name };
  const networks = repeated(stack, component, network);
  return { name: component.name, networks: networks.map(({ subject }) => subject ?? ''), ...(mode === undefined ? {} : { mode: mode.value }), entries: sides(mode, ...networks) };
}

const linkTo = (stack: Stack, from: Component, to: string): readonly Entry[] =>
  repeated(stack, from, connects).filter(({ subject }) => answering(stack, target(subject ?? '').host) === to);

const hasOwnAddress = (stack: Stack, from: Component, to: string): boolean =>
  linkTo(stack, from, to).every(({ subject }) => repeated(stack, from, extra_host).some((given) => given.subject === target(subject ?? '').host));

/** In none of these a name of another service is known. */
const NAMELESS = ['host', 'none'];

/** Two components of which one connects to the other, against the networks they are in. */
export const networkNotShared = defineCheck({
  id: 'network-not-shared',
  severity: 'error',
  confidence: 'certain',
  on: EVERY_KIND,
  when: isComposed,
  reads: {
    from: structure((stack, component) => placeOf(stack, component)),
    to: structure((stack, component) => reachedFrom(stack, component).filter((server) => isComposed(stack, server) && !hasOwnAddress(stack, component, server.name)).map((server) => {
      const place = placeOf(stack, server);
      return { ...place, entries: [...linkTo(stack, component, server.name), ...(place.entries ?? [])] };
    })),
  },
  broken: ({ from, to }) => to.flatMap((other): readonly Breach[] => {
    const entries = [...(other.entries ?? []), ...(from.entries ?? [])];
    const apart = [from, other].find(({ mode }) => mode !== undefined && NAMELESS.includes(mode));
    if (from.mode === 'host' && other.mode === 'host') return [{ message: `${from.name} connects to ${other.name} by name; both use the host's network, which knows no such name`, entries }];
    if (apart !== undefined) return [{ message: `${from.name} connects to ${other.name}, and ${apart.name} has ${apart.mode === 'none' ? 'no network' : 'the host\'s network, where names of services are not known'}`, entries }];
    if (from.mode !== undefined || other.mode !== undefined || other.networks.some((name) => from.networks.includes(name))) return [];
    return [{ message: `${from.name} connects to ${other.name}, and they share no network (${from.networks.join(', ')} and ${other.networks.join(', ')})`, entries }];
  }),
  why: 'The name does not resolve, and no packet passes between the two.',
  fix: 'put both into one network.',
  source: 'docs.docker.com/reference/compose-file/networks: services reach those in the same networks only; engine/network/drivers/host',
  examples: {
    holds: [
      { from: { name: 'api', networks: ['data', 'edge'] }, to: [{ name: 'db', networks: ['data'], entries: [] }] },
      { from: { name: 'api', networks: ['default'] }, to: [] },
    ],
    breaks: [
      { from: { name: 'api', networks: ['edge'] }, to: [{ name: 'db', networks: ['data'], entries: [] }] },
      { from: { name: 'api', networks: [], mode: 'host' }, to: [{ name: 'db', networks: ['default'], entries: [] }] },
      { from: { name: 'api', networks: ['default'] }, to: [{ name: 'db', networks: [], mode: 'none', entries: [] }] },
    ],
  },
});
