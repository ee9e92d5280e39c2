import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { digits } from '../../../formats/units.ts';
import type { PlainMap } from '../../../formats/yaml-print.ts';
import type { Component, Stack } from '../../../model/stack.ts';
import * as c from '../../../settings/component.ts';
import * as container from '../../../settings/container.ts';
import * as sentinel from '../../../settings/sentinel.ts';
import { commandOptions, writesToDisk } from '../../redis.ts';
import { sentinelHost } from '../../sentinel.ts';
import { confined, identity, imageOf } from '../container.ts';
import { selectorOf, type Labels } from '../labels.ts';
import { addPolicy, fromClients, fromNamespace, names, portsOf, tcp, watched } from '../network.ts';
import { add, addCustom } from '../plain-object.ts';
import { portNumber, portOf } from '../port.ts';
import { priorityClassOf } from '../priority.ts';
import { exporterPorts, sidecarsOf } from '../sidecars.ts';
import { respelled, spelled, tuned, type Spelled } from '../tuned.ts';
import { DATA } from '../volumes.ts';
import type { Operator } from './operator.ts';
import { plainResources, quantity, storageClass, zoneSpread } from './plain.ts';

/** What the operator writes: whom to follow, a user of its own, and snapshots, which the command takes back. */
const OPERATORS_CONF = '/redis/redis.conf';
/** Where the operator runs: who installs it elsewhere adds a policy. */
const OPERATORS_NAMESPACE = 'redis-operator';
const HOSTNAME = 'kubernetes.io/hostname';

/** The labels of the pods of one part: the operator adds its own to those of the resource. */
const podsOf = (component: Component, part: 'redis' | 'sentinel'): Labels => ({ ...selectorOf(component), 'app.kubernetes.io/component': part });

/** Copies of a Redis, and sentinels that watch them. */
export const redis: Operator = {
  name: 'the Redis operator',
  add: (chart, plan, component) => {
    addCustom(chart, {
      apiVersion: 'databases.spotahome.com/v1',
      kind: 'RedisFailover',
      metadata: { name: component.name },
      spec: { redis: copies(plan, component), sentinel: sentinels(plan, component) },
    });
    addMasterService(chart, plan, component);
    addFailoverPolicy(chart, plan, component);
  },
  notes: (plan, component) => [
    `The operator (spotahome/redis-operator 1.2.4, or a fork with the same API) must run in the namespace ${OPERATORS_NAMESPACE}; it makes the budgets of evictions itself.`,
    `Applications ask the sentinels at ${sentinelHost(component)} which pod is the master, and hear of a new one within seconds. The Service ${component.name} leads to the master too, for programs that know no sentinels: the operator moves it, but waits until all pods run.`,
    ...(writesToDisk(plan, component) ? [] : ['Its folder goes with the pod: one that comes back copies its data from the master.']),
  ],
};

function copies(plan: Stack, component: Component): PlainMap {
  const own = spelled(plan, component);
  const pods = podsOf(component, 'redis');
  const sidecars = sidecarsOf(plan, component);
  return {
    ...ran(plan, component, own, pods),
    replicas: own.number(c.replicas),
    port: portOf(plan, component),
    // Images other than the official one let nobody in from outside while nobody has a password: here the policy says who comes in.
    command: ['redis-server', OPERATORS_CONF, '--protected-mode', 'no', ...commandOptions(plan, component).map(([word, entry]) => tuned(word, entry))],
    resources: plainResources(own),
    storage: storage(plan, component, own),
    terminationGracePeriod: own.seconds(container.grace_period),
    affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: pods }, topologyKey: HOSTNAME }] } },
    ...(sidecars.length === 0 ? {} : { extraContainers: sidecars.map((one) => k8s.toJson_Container(one) as PlainMap) }),
  };
}

function sentinels(plan: Stack, component: Component): PlainMap {
  const own = spelled(plan, component);
  const pods = podsOf(component, 'sentinel');
  const amounts = { cpu: quantity(own.cores(sentinel.cpu)), 'ephemeral-storage': quantity(own.bytes(sentinel.ephemeral_storage)), memory: quantity(own.bytes(sentinel.memory)) };
  return {
    ...ran(plan, component, own, pods),
    replicas: own.number(sentinel.replicas),
    customConfig: [sentinel.down_after, sentinel.failover_timeout].map((setting) => respelled(own.number(setting), (value) => `${setting.name} ${digits(value)}`)),
    resources: { requests: amounts, limits: amounts },
    configCopy: { containerSecurityContext: k8s.toJson_SecurityContext(confined(own).securityContext) as PlainMap },
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: own.number(container.anti_affinity_weight), podAffinityTerm: { labelSelector: { matchLabels: pods }, topologyKey: HOSTNAME } }] } },
  };
}

/** What the pods of both parts have. */
const ran = (plan: Stack, component: Component, own: Spelled, pods: Labels): PlainMap => ({
  ...(imageOf(plan, component) as PlainMap),
  priorityClassName: priorityClassOf(plan, component),
  securityContext: k8s.toJson_PodSecurityContext({ ...identity(own), fsGroup: own.number(container.run_as_user), fsGroupChangePolicy: 'OnRootMismatch' }) as PlainMap,
  containerSecurityContext: k8s.toJson_SecurityContext(confined(own).securityContext) as PlainMap,
  topologySpreadConstraints: zoneSpread(plan, component, pods),
});

/** Even what writes nothing needs a folder: a copy is received in a file, and the operator saves one before a pod stops. */
const storage = (plan: Stack, component: Component, own: Spelled): PlainMap =>
  writesToDisk(plan, component)
    ? { persistentVolumeClaim: { metadata: { name: DATA }, spec: { accessModes: ['ReadWriteOnce'], ...storageClass(plan, 'storageClassName'), resources: { requests: { storage: quantity(own.bytes(container.volume_size)) } } } } }
    : { emptyDir: { sizeLimit: quantity(own.bytes(sentinel.dump_size)) } };

/** Adds the name that leads to the master alone. */
const addMasterService = (chart: Chart, plan: Stack, component: Component): void =>
  add(chart, k8s.KubeService, {
    metadata: { name: component.name },
    spec: {
      type: 'ClusterIP',
      selector: { ...podsOf(component, 'redis'), 'redisfailovers-role': 'master' },
      ports: [{ name: 'redis', port: portOf(plan, component), protocol: 'TCP', targetPort: portNumber(portOf(plan, component)) }],
    },
  });

/** Adds the policy of the pods: clients, each other, the operator, and metrics. */
function addFailoverPolicy(chart: Chart, plan: Stack, component: Component): void {
  const ports = portsOf(plan, component);
  const pods = { matchLabels: selectorOf(component) };
  addPolicy(chart, component.name, pods, [
    ...fromClients(plan, component, ports),
    { from: [{ podSelector: pods }], ports },
    { from: [fromNamespace(OPERATORS_NAMESPACE)], ports },
    ...exporterPorts(plan, component).map(({ number }) => watched(tcp(number))),
  ], [names(plan, component), { to: [{ podSelector: pods }], ports }]);
}
