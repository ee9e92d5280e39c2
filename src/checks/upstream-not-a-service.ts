import { defineCheck, type Breach } from '../model/check.ts';
import type { Entry } from '../model/entry.ts';
import { all, structure } from '../model/input.ts';
import { perStack, repeated } from '../model/lookup.ts';
import { plainly, quoted } from '../model/quote.ts';
import type { Component, Stack } from '../model/stack.ts';
import { nearest } from '../formats/suggest.ts';
import { connects, exposed, external_network, extra_host, listens, network_mode } from '../settings/found.ts';
import { EVERY_KIND } from './kinds.ts';
import { serviceNames } from './start-order.ts';
import { isComposed, sides, target } from './wiring.ts';

/** A component that would answer at a port, and the entry that says so. */
interface Answering {
  readonly name: string;
  readonly port: number;
  readonly entry?: Entry;
}

/** Names that no service has and that are answered all the same. */
const isElsewhere = (host: string): boolean => /^[0-9.]+$|:|^(?:host\.docker\.internal|gateway\.docker\.internal|host\.containers\.internal|metadata|unix)$|\$/.test(host);
const isOwn = (host: string): boolean => /^(?:localhost|127(?:\.[0-9]{1,3}){3}|::1)$/i.test(host);
/** A name without a dot, or one of the cluster's. */
const isInternal = (host: string): boolean => !host.includes('.') || /\.svc(?:\.cluster\.local)?\.?$/.test(host);
const isCluster = (stack: Stack): boolean => stack.addresses?.some(({ host, component }) => component !== '' && host.endsWith('.svc')) === true;

/** In a cluster, another namespace is another deployment's business. */
const isOtherNamespace = (host: string, hosts: readonly string[]): boolean => {
  const namespace = /\.([^.]+)\.svc(?:\.cluster\.local)?\.?$/.exec(host)?.[1];
  return namespace !== undefined && !hosts.some((other) => other.includes(`.${namespace}.svc`));
};

/** The names that answer, those of services in profiles that are not asked for counted in. */
const hostsOf = perStack((stack): readonly string[] => [...new Set([...(stack.addresses ?? []).map(({ host }) => host), ...serviceNames(stack).map((name) => name.toLowerCase())])]);

/** A guess among very many names takes long and helps nobody. */
const MANY = 400;

/** The ports that other components surely listen on, or declare. */
const answers = (stack: Stack, component: Component): readonly Answering[] =>
  !repeated(stack, component, connects).some(({ subject }) => isOwn(target(subject ?? '').host)) ? [] : stack.components.filter(({ name }) => name !== component.name && !name.startsWith(`${component.name}/`) && !component.name.startsWith(`${name}/`)).flatMap(({ name }) =>
    [...repeated(stack, { name }, listens), ...repeated(stack, { name }, exposed)].map((entry) => ({ name, port: Number(entry.subject), entry })));

const ownPorts = (stack: Stack, component: Component): readonly number[] => [...repeated(stack, component, listens), ...repeated(stack, component, exposed)].map(({ subject }) => Number(subject));

/** The addresses that a component is told to connect to, against the names that answer. */
export const upstreamNotAService = defineCheck({
  id: 'upstream-not-a-service',
  severity: 'warning',
  confidence: 'likely',
  on: EVERY_KIND,
  // Lone files say nothing of who answers; on the host's network and in networks of others, anybody may.
  when: (stack, component) => repeated(stack, component, connects).length > 0 && (isComposed(stack, component) || isCluster(stack)) && repeated(stack, component, external_network).length === 0 && repeated(stack, component, network_mode).length === 0,
  reads: {
    connects: all(connects),
    hosts: structure(hostsOf),
    given: structure((stack, component) => repeated(stack, component, extra_host).map(({ subject }) => subject ?? '')),
    component: structure((_, component) => ({ name: component.name, kind: component.kind })),
    others: structure(answers),
    own: structure(ownPorts),
  },
  broken: ({ connects: addresses, hosts, given, component, others, own }) => addresses.flatMap(({ subject, value, entry }): readonly Breach[] => {
    const { host, port } = target(subject);
    if (given.includes(host)) return [];
    if (isOwn(host)) {
      const meant = port === undefined || own.includes(port) ? undefined : others.find((other) => other.port === port);
      return meant === undefined ? [] : [{ message: `${component.name} connects to ${plainly(subject)}, which is its own container; ${meant.name} has port ${meant.port}`, entries: sides(entry, meant.entry) }];
    }
    const name = host.toLowerCase();
    if (isElsewhere(name) || !isInternal(name) || hosts.includes(name) || isOtherNamespace(name, hosts)) return [];
    const near = hosts.length > MANY ? undefined : nearest(name, hosts);
    const message = `${component.name} connects to ${quoted(subject)}, and no service of the stack is called ${plainly(host)}${near === undefined ? '' : `; did you mean ${near}?`}`;
    const text = entry?.origin.from === 'stated' ? (entry.origin.text ?? '') : '';
    const refuses = component.kind === 'nginx' && (value === 'http' || value === 'other') && !text.includes('$') && !/\bresolve\b/.test(text);
    return [{ message, entries: sides(entry), ...(refuses ? { severity: 'error' as const } : {}) }];
  }),
  why: 'The name does not resolve: a server that looks names up when it starts does not start (nginx: "host not found in upstream"), any other fails when it connects. localhost is the container itself.',
  fix: 'write the name of the service as the stack has it, or give the name an address (extra_hosts).',
  source: 'docs.docker.com/compose/how-tos/networking: services reach each other by their names; nginx ngx_http_upstream_init_round_robin',
  examples: {
    holds: [
      { connects: [{ subject: 'api:3000', value: 'http' }], hosts: ['api'], given: [], component: { name: 'proxy', kind: 'nginx' }, others: [], own: [] },
      { connects: [{ subject: 'example.com:443', value: 'http' }, { subject: '10.0.0.1:80', value: 'http' }], hosts: ['proxy'], given: [], component: { name: 'proxy', kind: 'nginx' }, others: [], own: [] },
      { connects: [{ subject: 'localhost:3000', value: 'http' }], hosts: ['proxy'], given: [], component: { name: 'proxy', kind: 'nginx' }, others: [], own: [] },
      { connects: [{ subject: 'legacy:80', value: 'http' }], hosts: ['proxy'], given: ['legacy'], component: { name: 'proxy', kind: 'nginx' }, others: [], own: [] },
    ],
    breaks: [
      { connects: [{ subject: 'app:3000', value: 'http' }], hosts: ['api'], given: [], component: { name: 'proxy', kind: 'nginx' }, others: [], own: [] },
      { connects: [{ subject: 'localhost:5432', value: 'postgres' }], hosts: ['api', 'db'], given: [], component: { name: 'api', kind: 'node' }, others: [{ name: 'db', port: 5432 }], own: [3000] },
    ],
  },
});
