import type { Chart } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import { serversOf, type Component, type Stack } from '../../../model/stack.ts';
import * as cnpg from '../../../settings/cloudnativepg.ts';
import { addPolicy, egressTo, fromClients, names, NAMESPACE_NAME, tcp, watched } from '../network.ts';
import { spelled } from '../tuned.ts';
import { operatedPort } from './port.ts';

/** Where CloudNativePG itself runs, as its manifests install it. */
const OPERATOR = { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: 'cnpg-system' } }, podSelector: { matchLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' } } };

/** Adds the policy of a Cluster's pods, those of its jobs included: clients, each other, the operator, and metrics. */
export function addDatabasePolicy(chart: Chart, plan: Stack, database: Component): void {
  const own = spelled(plan, database);
  // The poolers have the Cluster's label too, and a policy of their own.
  const pods: k8s.LabelSelector = { matchLabels: { 'cnpg.io/cluster': database.name }, matchExpressions: [{ key: 'cnpg.io/poolerName', operator: 'DoesNotExist' }] };
  const [server, status, metrics] = [tcp(operatedPort(plan, database)), tcp(own.number(cnpg.status_port)), tcp(own.number(cnpg.metrics_port))];
  addPolicy(chart, database.name, pods, [
    ...fromClients(plan, database, [server]),
    { from: [{ podSelector: pods }], ports: [server, status] },
    { from: [OPERATOR], ports: [server, status] },
    watched(metrics),
  ], [names(plan, database), { to: [{ podSelector: pods }], ports: [server, status] }, apiServer(plan, database)]);
}

/** Adds the policy of a Pooler's pods. */
export function addPoolerPolicy(chart: Chart, plan: Stack, pooler: Component): void {
  const pods: k8s.LabelSelector = { matchLabels: { 'cnpg.io/poolerName': pooler.name } };
  addPolicy(chart, pooler.name, pods, [
    ...fromClients(plan, pooler, [tcp(operatedPort(plan, pooler))]),
    watched(tcp(spelled(plan, pooler).number(cnpg.metrics_port))),
  ], [names(plan, pooler), ...serversOf(plan, pooler).map((server) => egressTo(plan, server)), apiServer(plan, pooler)]);
}

/** The instance manager in each pod follows its resource; no selector finds the API server, which is no pod. */
function apiServer(plan: Stack, component: Component): k8s.NetworkPolicyEgressRule {
  const own = spelled(plan, component);
  return { ports: [tcp(own.number(cnpg.api_service_port)), tcp(own.number(cnpg.api_server_port))] };
}
