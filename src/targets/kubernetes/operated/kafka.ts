import type { k8s } from 'cdk8s-plus-27';
import type { Plain, PlainMap } from '../../../formats/yaml-print.ts';
import { isExported } from '../../../model/exporters.ts';
import { entryOf, need } from '../../../model/lookup.ts';
import type { Component, Stack } from '../../../model/stack.ts';
import * as c from '../../../settings/component.ts';
import * as container from '../../../settings/container.ts';
import * as exporter from '../../../settings/exporter.ts';
import { initial_heap, max_heap } from '../../../settings/kafka.ts';
import * as strimzi from '../../../settings/strimzi.ts';
import { brokerLines, inMebibytes } from '../../kafka.ts';
import { podsOf } from '../labels.ts';
import { podsIn, reachersOf } from '../network.ts';
import { addCustom } from '../plain-object.ts';
import { portOf } from '../port.ts';
import { priorityClassOf } from '../priority.ts';
import { spelled, tuned } from '../tuned.ts';
import { addBrokerPolicy, addExporterPolicy } from './kafka-network.ts';
import type { Operator } from './operator.ts';
import { plainResources, quantity, storageClass, zoneSpread } from './plain.ts';

const API = 'kafka.strimzi.io/v1';
/** What the namespace asks of every container; the operator's images name no user, and their group owns what they write. */
const POD_SECURITY: PlainMap = { fsGroup: 0, fsGroupChangePolicy: 'OnRootMismatch', runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
const CONTAINER_SECURITY: PlainMap = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, privileged: false, readOnlyRootFilesystem: true, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };

/** A Kafka of Strimzi with one pool of nodes, each of them broker and controller. */
export const kafka: Operator = {
  name: 'Strimzi',
  add: (chart, plan, queue) => {
    addCustom(chart, { apiVersion: API, kind: 'KafkaNodePool', metadata: { name: queue.name, labels: { 'strimzi.io/cluster': queue.name } }, spec: poolSpec(plan, queue) });
    addCustom(chart, { apiVersion: API, kind: 'Kafka', metadata: { name: queue.name }, spec: kafkaSpec(plan, queue) });
    addBrokerPolicy(chart, plan, queue);
    if (isExported(plan, queue)) addExporterPolicy(chart, plan, queue);
  },
  notes: () => [
    'For Strimzi 1.0 and newer. Clients speak plain text: only the pods that are linked to it can reach it, by the policy here and by the one that the operator makes of networkPolicyPeers.',
    'The application makes its topics itself, with -1 as the number of partitions and copies: they are then those of the plan.',
    'Strimzi adds a policy of its own by which it reaches the brokers; where it is told not to (STRIMZI_NETWORK_POLICY_GENERATION=false), add one.',
  ],
};

function poolSpec(plan: Stack, queue: Component): PlainMap {
  const own = spelled(plan, queue);
  const { storageClass: named } = storageClass(plan);
  return {
    replicas: own.number(c.replicas),
    roles: ['controller', 'broker'],
    resources: plainResources(own),
    jvmOptions: { '-Xms': heap(plan, queue, initial_heap), '-Xmx': heap(plan, queue, max_heap), gcLoggingEnabled: false },
    storage: {
      type: 'jbod',
      volumes: [{ id: 0, type: 'persistent-claim', size: quantity(own.bytes(container.volume_size)), ...(named === undefined ? {} : { class: named }), deleteClaim: false, kraftMetadata: 'shared' }],
    },
    template: {
      pod: {
        terminationGracePeriodSeconds: own.seconds(container.grace_period),
        enableServiceLinks: false,
        priorityClassName: priorityClassOf(plan, queue),
        securityContext: POD_SECURITY,
        tmpDirSizeLimit: quantity(own.bytes(container.tmpfs_size)),
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: own.number(container.anti_affinity_weight), podAffinityTerm: { labelSelector: { matchLabels: podsOf(plan, queue) }, topologyKey: 'kubernetes.io/hostname' } },
            ],
          },
        },
        topologySpreadConstraints: zoneSpread(plan, queue, podsOf(plan, queue)),
      },
      kafkaContainer: { securityContext: CONTAINER_SECURITY },
      initContainer: { securityContext: CONTAINER_SECURITY },
    },
  };
}

function heap(plan: Stack, queue: Component, setting: typeof max_heap): Plain {
  const entry = entryOf(plan, queue, setting);
  if (entry === undefined) throw new Error(`the plan has no ${queue.name}.jvm.${setting.name}`);
  return tuned(inMebibytes(entry.value) ?? '', entry);
}

function kafkaSpec(plan: Stack, queue: Component): PlainMap {
  const own = spelled(plan, queue);
  return {
    kafka: {
      // The operator knows full versions alone; of a shorter one it takes its own default.
      ...(/^\d+\.\d+\.\d+$/.test(need(plan, queue, c.version)) ? { version: own.text(c.version) } : {}),
      listeners: [{ name: 'plain', port: portOf(plan, queue), type: 'internal', tls: false, networkPolicyPeers: peersOf(plan, queue) as unknown as Plain }],
      ...(need(plan, queue, strimzi.rack) ? { rack: { type: 'topology-label', topologyKey: 'topology.kubernetes.io/zone' } } : {}),
      config: Object.fromEntries(brokerLines(plan, queue).map(({ name, entry }) => [name, tuned(entry.value as Plain, entry)])),
      template: {
        podDisruptionBudget: { maxUnavailable: own.number(container.pdb_max_unavailable) },
      },
    },
    ...(isExported(plan, queue) ? { kafkaExporter: exporterSpec(plan, queue) } : {}),
  };
}

/** Whom the operator's own policy lets to the listener: the clients, or where it has none the brokers alone, since an empty list lets in everybody. */
function peersOf(plan: Stack, queue: Component): k8s.NetworkPolicyPeer[] {
  const clients = reachersOf(plan, queue);
  return podsIn(plan, clients.length === 0 ? [queue] : clients);
}

/** The exporter that the operator runs: one for all brokers. */
function exporterSpec(plan: Stack, queue: Component): PlainMap {
  const own = spelled(plan, queue);
  return {
    groupRegex: '.*',
    topicRegex: '.*',
    resources: {
      requests: { cpu: quantity(own.cores(exporter.cpu_reservation)), 'ephemeral-storage': quantity(own.bytes(exporter.ephemeral_storage)), memory: quantity(own.bytes(exporter.memory_limit)) },
      limits: { cpu: quantity(own.cores(exporter.cpu_limit)), 'ephemeral-storage': quantity(own.bytes(exporter.ephemeral_storage)), memory: quantity(own.bytes(exporter.memory_limit)) },
    },
    template: {
      pod: { enableServiceLinks: false, priorityClassName: priorityClassOf(plan, queue), securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
      container: { securityContext: CONTAINER_SECURITY },
    },
  };
}
