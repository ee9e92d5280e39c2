import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { isExternal, serversOf, type Component, type Stack } from '../../model/stack.ts';
import { need } from '../../model/lookup.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import { migratedBy } from '../migration.ts';
import { sentinelPort } from '../sentinel.ts';
import { isEntrance } from './entrance.ts';
import { namespaceOf, podsOf, selectorOf } from './labels.ts';
import { add } from './plain-object.ts';
import { portNumber, portOf } from './port.ts';
import type { Port, Server } from './server.ts';
import { exporterPorts } from './sidecars.ts';
import { spelled, tuned } from './tuned.ts';

/** The label by which a policy finds a namespace. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
/** Where metrics are scraped from. */
const MONITORING = 'monitoring';
/** The address of NodeLocal DNSCache, which is no pod that a selector could find. */
const NODE_LOCAL_DNS = '169.254.20.10/32';

/** Adds the policy of a component: its links, names, and its metrics. */
export function addNetworkPolicy(chart: Chart, plan: Stack, component: Component, server: Server): void {
  const egress = [names(plan, component), ...reachedBy(plan, component).map((other) => egressTo(plan, other))];
  addPolicy(chart, component.name, { matchLabels: selectorOf(component) }, ingress(plan, component, server), egress);
}

/** Adds a policy of pods: what may come in, and where they may go. */
export function addPolicy(chart: Chart, name: string, podSelector: k8s.LabelSelector, ingress: k8s.NetworkPolicyIngressRule[], egress: k8s.NetworkPolicyEgressRule[]): void {
  add(chart, k8s.KubeNetworkPolicy, { metadata: { name }, spec: { podSelector, policyTypes: ['Ingress', 'Egress'], ingress, egress } });
}

/** What a component is linked to, and the databases behind its poolers where it migrates them. */
const reachedBy = (plan: Stack, component: Component): readonly Component[] => [...new Set([...serversOf(plan, component), ...migratedBy(plan, component)])];

/** Who opens connections to a component, migrations included. */
export const reachersOf = (plan: Stack, component: Component): readonly Component[] => plan.components.filter((other) => reachedBy(plan, other).includes(component));

/** The pods of components, as a policy names them. */
export const podsIn = (plan: Stack, components: readonly Component[]): k8s.NetworkPolicyPeer[] => components.map((component) => ({ podSelector: { matchLabels: podsOf(plan, component) } }));

/** Adds the policy of pods that have no other: nothing in, nothing out. No component's name has a dot. */
export function addDefaultDeny(chart: Chart, plan: Stack): void {
  add(chart, k8s.KubeNetworkPolicy, { metadata: { name: 'default.deny', namespace: namespaceOf(plan) }, spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });
}

function ingress(plan: Stack, component: Component, server: Server): k8s.NetworkPolicyIngressRule[] {
  const portsFor = (whom: Port['for']): k8s.NetworkPolicyPort[] => [...server.ports, ...exporterPorts(plan, component)].filter((port) => port.for === whom).map((port) => tcp(port.number));
  const inside = fromClients(plan, component, portsFor('clients'));
  const outside = { ports: portsFor('clients') };
  const metrics = portsFor('monitoring');
  return [...(inside.length > 0 ? inside : isEntrance(plan, component) ? [outside] : []), ...(metrics.length > 0 ? [watched(...metrics)] : [])];
}

/** Lets the clients of a component in; where it has none, nobody: a rule without peers would let in everybody. */
export function fromClients(plan: Stack, component: Component, ports: k8s.NetworkPolicyPort[]): k8s.NetworkPolicyIngressRule[] {
  const clients = reachersOf(plan, component);
  return clients.length === 0 ? [] : [{ from: podsIn(plan, clients), ports }];
}

/** Every pod of a namespace. */
export const fromNamespace = (name: string): k8s.NetworkPolicyPeer => ({ namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: name } } });

/** Lets the namespace of the monitoring scrape ports. */
export const watched = (...ports: k8s.NetworkPolicyPort[]): k8s.NetworkPolicyIngressRule => ({ from: [fromNamespace(MONITORING)], ports });

/** The pods of a component that another connects to, or its address elsewhere. */
export function egressTo(plan: Stack, server: Component): k8s.NetworkPolicyEgressRule {
  const ports = portsOf(plan, server);
  if (!isExternal(plan, server)) return { to: [{ podSelector: { matchLabels: podsOf(plan, server) } }], ports };
  // A policy knows no host names: only an address can be named.
  const host = need(plan, server, c.external).replace(/:[0-9]+$/, '');
  return /^[0-9]+(\.[0-9]+){3}$/.test(host) ? { to: [{ ipBlock: { cidr: `${host}/32` } }], ports } : { ports };
}

/** The ports that clients of a component use: those of a Redis that sentinels watch ask these as well. */
export function portsOf(plan: Stack, server: Component): k8s.NetworkPolicyPort[] {
  const asked = sentinelPort(plan, server);
  return [tcp(portOf(plan, server)), ...(asked === undefined ? [] : [tcp(tuned(asked.value, asked))])];
}

/** The name servers of the cluster. */
export function names(plan: Stack, component: Component): k8s.NetworkPolicyEgressRule {
  const port = portNumber(spelled(plan, component).number(container.dns_port));
  return {
    to: [fromNamespace('kube-system'), { ipBlock: { cidr: NODE_LOCAL_DNS } }],
    ports: [{ protocol: 'UDP', port }, { protocol: 'TCP', port }],
  };
}

export const tcp = (port: number): k8s.NetworkPolicyPort => ({ protocol: 'TCP', port: portNumber(port) });
