import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { entryOf } from '../../model/lookup.ts';
import { part, type Component, type Stack } from '../../model/stack.ts';
import { storage_class } from '../../settings/cluster.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import { isAutoscaled } from '../autoscaled.ts';
import { selectorOf, stackLabels } from './labels.ts';
import { add } from './plain-object.ts';
import { podOf } from './pod.ts';
import type { Server } from './server.ts';
import { spelled, tuned } from './tuned.ts';
import { DATA } from './volumes.ts';

/** Adds what runs the pods. */
export function addWorkload(chart: Chart, plan: Stack, component: Component, server: Server, configMap: string | undefined): void {
  if (server.controller === 'Deployment') addDeployment(chart, plan, component, server, configMap);
  else addStatefulSet(chart, plan, component, server, configMap);
}

function addDeployment(chart: Chart, plan: Stack, component: Component, server: Server, configMap: string | undefined): void {
  const own = spelled(plan, component);
  add(chart, k8s.KubeDeployment, {
    metadata: { name: component.name },
    spec: {
      // With an autoscaler the number is the autoscaler's: stated here, every deploy would reset it.
      ...(isAutoscaled(plan, component) ? {} : { replicas: own.number(c.replicas) }),
      minReadySeconds: own.seconds(container.min_ready),
      progressDeadlineSeconds: own.seconds(container.progress_deadline),
      revisionHistoryLimit: own.number(container.revision_history),
      selector: { matchLabels: selectorOf(component) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: own.intOrString(container.max_surge), maxUnavailable: own.intOrString(container.max_unavailable) } },
      template: podOf(plan, component, server, configMap),
    },
  });
}

function addStatefulSet(chart: Chart, plan: Stack, component: Component, server: Server, configMap: string | undefined): void {
  const own = spelled(plan, component);
  add(chart, k8s.KubeStatefulSet, {
    metadata: { name: component.name },
    spec: {
      replicas: own.number(c.replicas),
      revisionHistoryLimit: own.number(container.revision_history),
      selector: { matchLabels: selectorOf(component) },
      serviceName: component.name,
      template: podOf(plan, component, server, configMap),
      updateStrategy: { type: 'RollingUpdate' },
      ...(server.data === undefined ? {} : { volumeClaimTemplates: [claim(plan, component, own.bytes(container.volume_size))] }),
    },
  });
}

/** The class of the disks, where the profile names one; else the cluster's. */
function storageClassName(plan: Stack): Pick<k8s.PersistentVolumeClaimSpec, 'storageClassName'> {
  const entry = entryOf(plan, part('cluster'), storage_class);
  return entry === undefined ? {} : { storageClassName: tuned(entry.value, entry) };
}

/** The disk of one pod. Kubernetes lets nothing of it change, so its labels name no version. */
const claim = (plan: Stack, component: Component, size: k8s.Quantity): k8s.KubePersistentVolumeClaimProps => ({
  metadata: { name: DATA, labels: { ...selectorOf(component), ...stackLabels(plan) } },
  spec: { accessModes: ['ReadWriteOnce'], ...storageClassName(plan), resources: { requests: { storage: size } } },
});
