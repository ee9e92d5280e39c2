import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { need } from '../../../model/lookup.ts';
import type { Component, Stack } from '../../../model/stack.ts';
import { controller_port } from '../../../settings/kafka.ts';
import * as strimzi from '../../../settings/strimzi.ts';
import { podsOf } from '../labels.ts';
import { MONITORING, names, NAMESPACE_NAME, tcp } from '../network.ts';
import { add } from '../plain-object.ts';
import { portOf } from '../port.ts';
import { spelled } from '../tuned.ts';
import { fromClients } from './network.ts';

/** The pods of the exporter that Strimzi runs beside a Kafka. */
const exporterPods = (queue: Component): k8s.LabelSelector => ({ matchLabels: { 'strimzi.io/cluster': queue.name, 'strimzi.io/name': `${queue.name}-kafka-exporter` } });

/** Adds the policy of the brokers: clients, and each other. Strimzi adds its own for itself and its exporter. */
export function addBrokerPolicy(chart: Chart, plan: Stack, queue: Component): void {
  const own = spelled(plan, queue);
  const pods: k8s.LabelSelector = { matchLabels: podsOf(plan, queue) };
  const among = { ports: [tcp(own.number(controller_port)), tcp(own.number(strimzi.replication_port))] };
  const api = { ports: [tcp(own.number(strimzi.api_service_port)), tcp(own.number(strimzi.api_server_port))] };
  add(chart, k8s.KubeNetworkPolicy, {
    metadata: { name: queue.name },
    spec: {
      podSelector: pods,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [...fromClients(plan, queue, [tcp(portOf(plan, queue))]), { from: [{ podSelector: pods }], ...among }],
      // No selector finds the API server, which is no pod.
      egress: [names(plan, queue), { to: [{ podSelector: pods }], ...among }, ...(need(plan, queue, strimzi.rack) ? [api] : [])],
    },
  });
}

/** Adds the policy of the exporter: it asks the brokers as the operator does, and is asked by the monitoring alone. */
export function addExporterPolicy(chart: Chart, plan: Stack, queue: Component): void {
  const own = spelled(plan, queue);
  add(chart, k8s.KubeNetworkPolicy, {
    metadata: { name: `${queue.name}.exporter` },
    spec: {
      podSelector: exporterPods(queue),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: MONITORING } } }], ports: [tcp(own.number(strimzi.exporter_port))] }],
      egress: [names(plan, queue), { to: [{ podSelector: { matchLabels: podsOf(plan, queue) } }], ports: [tcp(own.number(strimzi.replication_port))] }],
    },
  });
}
