import type { Chart } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import { need } from '../../../model/lookup.ts';
import type { Component, Stack } from '../../../model/stack.ts';
import { controller_port } from '../../../settings/kafka.ts';
import * as strimzi from '../../../settings/strimzi.ts';
import { podsOf } from '../labels.ts';
import { addPolicy, fromClients, names, tcp, watched } from '../network.ts';
import { portOf } from '../port.ts';
import { spelled } from '../tuned.ts';

/** The pods of the exporter that Strimzi runs beside a Kafka. */
const exporterPods = (queue: Component): k8s.LabelSelector => ({ matchLabels: { 'strimzi.io/cluster': queue.name, 'strimzi.io/name': `${queue.name}-kafka-exporter` } });

/** Adds the policy of the brokers: clients, and each other. Strimzi adds its own for itself and its exporter. */
export function addBrokerPolicy(chart: Chart, plan: Stack, queue: Component): void {
  const own = spelled(plan, queue);
  const pods: k8s.LabelSelector = { matchLabels: podsOf(plan, queue) };
  const among = { ports: [tcp(own.number(controller_port)), tcp(own.number(strimzi.replication_port))] };
  const api = { ports: [tcp(own.number(strimzi.api_service_port)), tcp(own.number(strimzi.api_server_port))] };
  addPolicy(chart, queue.name, pods, [...fromClients(plan, queue, [tcp(portOf(plan, queue))]), { from: [{ podSelector: pods }], ...among }], [
    names(plan, queue),
    { to: [{ podSelector: pods }], ...among },
    // No selector finds the API server, which is no pod.
    ...(need(plan, queue, strimzi.rack) ? [api] : []),
  ]);
}

/** Adds the policy of the exporter: it asks the brokers as the operator does, and is asked by the monitoring alone. */
export function addExporterPolicy(chart: Chart, plan: Stack, queue: Component): void {
  const own = spelled(plan, queue);
  addPolicy(chart, `${queue.name}.exporter`, exporterPods(queue), [watched(tcp(own.number(strimzi.exporter_port)))], [
    names(plan, queue),
    { to: [{ podSelector: { matchLabels: podsOf(plan, queue) } }], ports: [tcp(own.number(strimzi.replication_port))] },
  ]);
}
