import { defineCheck, type Breach } from '../model/check.ts';
import type { Entry } from '../model/entry.ts';
import { all, each, present, type Who } from '../model/input.ts';
import { clientsOf, serversOf } from '../model/stack.ts';
import * as found from '../settings/found.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import { EVERY_KIND } from './kinds.ts';

const servers: Who = (stack, from) => serversOf(stack, from);
const clients: Who = (stack, from) => clientsOf(stack, from);

/** The connections that a component opens and takes against the NetworkPolicies of both ends. */
export const networkPolicyBlocksLink = defineCheck({
  id: 'network-policy-blocks-link',
  severity: 'error',
  confidence: 'likely',
  on: EVERY_KIND,
  when: (stack, component) => ['ingress', 'egress'].some((side) => stack.entries.has(`${component.name}.kubernetes.${side}_isolated`)),
  reads: {
    closed: all(kubernetes.ingress_isolated), from: all(kubernetes.ingress_from), ports: all(found.exposed), clients: each(clients, {}),
    held: all(kubernetes.egress_isolated), to: all(kubernetes.egress_to), names: present(kubernetes.egress_dns), servers: each(servers, { ports: all(found.exposed) }),
  },
  broken: (v): readonly Breach[] => {
    const own = portsOf(v.ports);
    return [
      ...v.closed.flatMap(({ entry }) => v.clients.flatMap(({ of }) => blocked(v.from, of, own, entry, (ports) => (ports === undefined ? `${of} connects to it; no NetworkPolicy lets ${of} in` : `${of} connects to it; a NetworkPolicy lets it in on ${ports} only, the port is ${own.join(' or ')}`)))),
      ...v.held.flatMap(({ entry }) => v.servers.flatMap(({ of, ports: theirs }) => blocked(v.to, of, portsOf(theirs), entry, (ports) => (ports === undefined ? `it connects to ${of}; no NetworkPolicy lets it go there` : `it connects to ${of}; a NetworkPolicy lets it go there on ${ports} only, the port is ${portsOf(theirs).join(' or ')}`)))),
      ...v.held.flatMap(({ entry }) => (v.names === false && v.servers.length > 0 ? [{ message: `it connects to ${v.servers.map(({ of }) => of).join(', ')} by name; no NetworkPolicy lets it ask for names (port 53)`, ...(entry === undefined ? {} : { entries: [entry] }) }] : [])),
    ];
  },
  why: 'The packets are dropped without an answer: every connection runs into its timeout.',
  fix: 'allow the client in the policy of the server and the server in that of the client, both with the port of the pod, and port 53 for names.',
  source: 'kubernetes.io, network policies',
  examples: {
    holds: [{
      closed: [{ subject: '', value: true }], from: [{ subject: 'api', value: '5432' }], ports: [{ subject: '5432', value: true }], clients: [{ of: 'api' }],
      held: [{ subject: '', value: true }], to: [{ subject: 'cache', value: '*' }], names: true, servers: [{ of: 'cache', ports: [] }],
    }],
    breaks: [
      { closed: [{ subject: '', value: true }], from: [{ subject: 'api', value: '5432' }], ports: [], clients: [{ of: 'api' }, { of: 'worker' }], held: [], to: [], names: undefined, servers: [] },
      { closed: [], from: [], ports: [], clients: [], held: [{ subject: '', value: true }], to: [{ subject: 'db', value: '5432' }], names: false, servers: [{ of: 'db', ports: [{ subject: '5432', value: true }] }] },
      { closed: [{ subject: '', value: true }], from: [{ subject: 'api', value: '80' }], ports: [{ subject: '5432', value: true }], clients: [{ of: 'api' }], held: [], to: [], names: undefined, servers: [] },
    ],
  },
});

const portsOf = (ports: readonly { readonly subject: string }[]): readonly number[] => ports.map(({ subject }) => Number(subject));

/** One entry of a policy. */
interface Allowed {
  readonly subject: string;
  readonly value: string;
  readonly entry?: Entry;
}

/** A peer that no policy names, or names with other ports than all that the pod has. */
function blocked(allowed: readonly Allowed[], of: string, ports: readonly number[], isolated: Entry | undefined, say: (ports: string | undefined) => string): readonly Breach[] {
  const rules = allowed.filter(({ subject }) => subject === of || subject === '*');
  const taken = rules.some(({ value }) => value === '*' || value === '' || ports.length === 0 || value.split(' ').some((one) => ports.some((port) => takes(one, port))));
  if (taken) return [];
  return [{ message: say(rules.length === 0 ? undefined : rules.map(({ value }) => value).join(' ')), entries: [isolated, ...rules.map(({ entry }) => entry)].flatMap((entry) => entry ?? []) }];
}

function takes(text: string, port: number): boolean {
  const [low, high] = text.split('-').map(Number);
  return text === '*' || (low !== undefined && port >= low && port <= (high ?? low));
}
