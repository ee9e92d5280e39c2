import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { PlainMap } from '../../formats/yaml-print.ts';
import { entryOf, partValue } from '../../model/lookup.ts';
import { clientsOf, isExternal, part, type Component, type Stack } from '../../model/stack.ts';
import { isAnswering } from '../../model/who.ts';
import * as cluster from '../../settings/cluster.ts';
import { tls_port } from '../../settings/nginx.ts';
import * as profile from '../../settings/profile.ts';
import { add, addCustom } from './plain-object.ts';
import { portOf } from './port.ts';
import { respelled, spelled, tuned } from './tuned.ts';

/** Names no host: nginx's own word for any. */
const ANY_HOST = '_';
const GATEWAY_API = 'gateway.networking.k8s.io/v1';
const CLUSTER = part('cluster');

/** Whether clients outside of the stack connect to the component, since none inside does. */
export const isEntrance = (plan: Stack, component: Component): boolean =>
  (component.kind === 'nginx' || isAnswering(component)) && clientsOf(plan, component).length === 0;

/** Adds what lets traffic in to the component that is the stack's only entrance: an HTTPRoute, a TLSRoute or an Ingress. */
export function addEntrance(chart: Chart, plan: Stack, component: Component): void {
  const door = doorOf(plan, component);
  if (door === 'HTTPRoute') addRoute(chart, plan, component, { kind: door, rule: { matches: [{ path: { type: 'PathPrefix', value: '/' } }], ...timeouts(plan) }, port: portOf(plan, component) });
  if (door === 'TLSRoute') addRoute(chart, plan, component, { kind: door, rule: {}, port: spelled(plan, component).number(tls_port) });
  if (door === 'Ingress') addIngress(chart, plan, component);
}

/** What somebody who applies the file should know of how traffic reaches the component. */
export function entranceNotes(plan: Stack, component: Component): readonly string[] {
  if (!isEntrance(plan, component)) return [];
  const door = doorOf(plan, component);
  const open = 'Its port takes connections from everywhere: where a gateway forwards from is known to its controller alone.';
  if (door === 'HTTPRoute') return [`The HTTPRoute attaches to a Gateway that you have, and that lets routes of this namespace attach (\`cluster.gateway\` in the profile; \`entry: ingress\` or \`none\` for another way in). ${open}`, ...onGke(plan)];
  if (door === 'TLSRoute') return [`The proxy ends TLS itself: the TLSRoute (Gateway API 1.5 or newer) hands connections on unopened, by a listener of mode Passthrough. ${open}`];
  if (door === 'Ingress') return [`The Ingress ends TLS by the Secret ${tlsSecret(component)}, which you or cert-manager make. ${open}`];
  return [`Nothing here lets traffic in: ${whyNone(plan)}`];
}

/** GKE's load balancers take neither timeouts nor probes from here: both have policies of GKE's own. */
const onGke = (plan: Stack): readonly string[] =>
  partValue(plan, profile.platform) === 'gke' ? ['GKE\'s load balancer asks / for health and waits 30 s for an answer, until a HealthCheckPolicy and a GCPBackendPolicy for the Service say otherwise.'] : [];

type Door = 'HTTPRoute' | 'TLSRoute' | 'Ingress' | 'none';

function doorOf(plan: Stack, component: Component): Door {
  const entry = partValue(plan, cluster.entry);
  const entrances = plan.components.filter((other) => !isExternal(plan, other) && isEntrance(plan, other));
  if (entry === 'none' || entrances.length !== 1 || entrances[0] !== component) return 'none';
  if (!endsTls(plan, component)) return entry === 'ingress' ? 'Ingress' : 'HTTPRoute';
  return entry === 'gateway' && hostOf(plan) !== undefined ? 'TLSRoute' : 'none';
}

function whyNone(plan: Stack): string {
  if (partValue(plan, cluster.entry) === 'none') return 'the profile says `entry: none`.';
  if (partValue(plan, profile.tls) !== true) return 'several components have no client inside the stack, and a route of each would take the other\'s requests.';
  return partValue(plan, cluster.entry) === 'gateway'
    ? 'the proxy ends TLS itself, and a route for it needs the `domain` of the profile.'
    : 'the proxy ends TLS itself, and no field of an Ingress hands connections on unopened. Make a Service of type LoadBalancer, or state `entry: gateway`.';
}

const endsTls = (plan: Stack, component: Component): boolean => component.kind === 'nginx' && partValue(plan, profile.tls) === true;

/** The public name, where the profile has one. */
function hostOf(plan: Stack): string | undefined {
  const entry = entryOf(plan, part(profile.domain.kind), profile.domain);
  return entry === undefined || entry.value === ANY_HOST ? undefined : tuned(entry.value, entry);
}

interface Route {
  readonly kind: 'HTTPRoute' | 'TLSRoute';
  readonly rule: PlainMap;
  readonly port: number;
}

function addRoute(chart: Chart, plan: Stack, component: Component, { kind, rule, port }: Route): void {
  const host = hostOf(plan);
  addCustom(chart, {
    apiVersion: GATEWAY_API,
    kind,
    metadata: { name: component.name },
    spec: {
      ...(host === undefined ? {} : { hostnames: [host] }),
      parentRefs: [parentOf(plan)],
      rules: [{ backendRefs: [{ name: component.name, port }], ...rule }],
    },
  });
}

/** The Gateway: `namespace/name`, or a name in the stack's own namespace. */
function parentOf(plan: Stack): PlainMap {
  const entry = entryOf(plan, CLUSTER, cluster.gateway);
  const [name = '', namespace] = (entry?.value ?? '').split('/').reverse();
  const noted = entry === undefined ? name : tuned(name, entry);
  return { kind: 'Gateway', name: noted, namespace };
}

/** GKE's load balancers know a timeout of their own policies alone. */
function timeouts(plan: Stack): PlainMap {
  if (partValue(plan, profile.platform) === 'gke') return {};
  return { timeouts: { request: respelled(spelled(plan, CLUSTER).secondsDigits(cluster.route_timeout), (seconds) => `${seconds}s`) } };
}

const tlsSecret = (component: Component): string => `${component.name}-tls`;

function addIngress(chart: Chart, plan: Stack, component: Component): void {
  const host = hostOf(plan);
  const ingressClass = entryOf(plan, CLUSTER, cluster.ingress_class);
  add(chart, k8s.KubeIngress, {
    metadata: { name: component.name },
    spec: {
      ...(ingressClass === undefined ? {} : { ingressClassName: tuned(ingressClass.value, ingressClass) }),
      rules: [{ ...(host === undefined ? {} : { host }), http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: component.name, port: { number: portOf(plan, component) } } } }] } }],
      tls: [{ ...(host === undefined ? {} : { hosts: [host] }), secretName: tlsSecret(component) }],
    },
  });
}
