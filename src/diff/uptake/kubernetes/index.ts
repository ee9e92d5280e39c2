import { inShell } from '../../../formats/shell-words.ts';
import type { Step, Uptake } from '../step.ts';
import { listed } from '../words.ts';
import { cluster } from './cluster.ts';
import { deployment } from './deployment.ts';
import { objectsOf, type Objects } from './objects.ts';
import { kafka, nodePool, pooler, redisFailover } from './operated.ts';
import { autoscaler, claim, content, cronJob, daemonSet, job, priorityClass, service } from './plain-objects.ts';
import { quota } from './quota.ts';
import { kubectl, type Scene, type Taker } from './scene.ts';
import { statefulSet } from './stateful-set.ts';

/** What takes a change up by itself, at once, and is no step: policies, budgets, routes, and what is only read. */
const TAKERS: Readonly<Record<string, Taker>> = {
  Deployment: deployment, StatefulSet: statefulSet, DaemonSet: daemonSet, Job: job, CronJob: cronJob, Service: service, PersistentVolumeClaim: claim, ConfigMap: content, Secret: content,
  PriorityClass: priorityClass, ResourceQuota: quota, HorizontalPodAutoscaler: autoscaler, Cluster: cluster, Pooler: pooler, RedisFailover: redisFailover, Kafka: kafka, KafkaNodePool: nodePool,
};

const KINDS: ReadonlySet<string> = new Set(Object.keys(TAKERS));

/** What `kubectl apply` does with pods and volumes that are there, and what it leaves undone. */
export const kubernetesUptake: Uptake = (before, after, changes) => {
  const objects = objectsOf(before, after, KINDS);
  if (objects.before.length === 0 || objects.after.length === 0) return [];
  const moved = anotherNamespace(objects);
  if (moved !== undefined) return [moved];
  const scene: Scene = { objects, before: before.stack, after: after.stack, changes };
  return [...objects.changed.flatMap((pair) => TAKERS[pair.kind]?.(pair, scene) ?? []), ...gone(objects)];
};

const namespacesIn = (all: Objects['before']): readonly string[] => [...new Set(all.map(({ namespace }) => namespace).filter((name) => name !== ''))];

/** Objects belong to their namespace: in another one they are others. */
function anotherNamespace({ before, after }: Objects): Step | undefined {
  const [was, is] = [namespacesIn(before), namespacesIn(after)];
  if (was.some((name) => is.includes(name)) || was.length === 0 || is.length === 0) return undefined;
  return {
    environment: 'kubernetes', component: is[0] ?? '', action: 'by hand',
    message: `another namespace: everything starts anew in ${listed(is)} with empty volumes, and what runs in ${listed(was)} runs on until somebody deletes it, and then its volumes go with it: copy what is to stay first`,
    because: [`kubernetes/namespace.yaml Namespace/${is[0] ?? ''}`],
  };
}

/** What runs or lets somebody in although the manifests no longer have it. */
const LEFT: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Service', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'NetworkPolicy', 'Ingress', 'HTTPRoute', 'Cluster', 'Pooler', 'RedisFailover', 'Kafka', 'KafkaNodePool'];

/** What keeps data: where another kind takes its place, the data does not follow. */
const RUNNERS: readonly string[] = ['StatefulSet', 'Cluster', 'RedisFailover', 'KafkaNodePool'];

/** What owns the claims of its volumes: CloudNativePG and the operator of RedisFailover delete them with it. */
const OWNERS: readonly string[] = ['Cluster', 'RedisFailover'];

/** `kubectl apply` deletes nothing: a line for each component. */
function gone({ gone: all, after }: Objects): readonly Step[] {
  const left = all.filter(({ kind }) => LEFT.includes(kind));
  return [...new Set(left.map(({ component }) => component))].map((component): Step => {
    const own = left.filter((one) => one.component === component);
    const names = own.map(({ kind, name }) => `${kind.toLowerCase()}/${name}`);
    const heir = after.find((one) => one.component === component && RUNNERS.includes(one.kind));
    const volumesGo = own.some(({ kind }) => OWNERS.includes(kind));
    const volumes = own.some(({ kind }) => RUNNERS.includes(kind)) ? `, and volumes ${volumesGo ? 'are deleted with it' : 'stay even then'}${heir === undefined ? '' : `; ${heir.kind}/${heir.name} begins without their data: copy it first`}` : '';
    return {
      environment: 'kubernetes', component, action: 'by hand',
      message: `${listed(names)} ${names.length === 1 ? 'stays' : 'stay'} until somebody deletes ${names.length === 1 ? 'it' : 'them'}: kubectl apply removes nothing${volumes}`,
      ...(volumesGo ? {} : { command: kubectl({ namespace: own[0]?.namespace ?? '' }, `delete ${names.map(inShell).join(' ')}`) }),
      because: own.map(({ file, kind, name }) => `${file} ${kind}/${name}`),
    };
  });
}
