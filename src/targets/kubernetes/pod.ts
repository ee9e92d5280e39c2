import type { k8s } from 'cdk8s-plus-27';
import { digits } from '../../formats/units.ts';
import { noted } from '../../formats/yaml-print.ts';
import type { Component, Stack } from '../../model/stack.ts';
import * as container from '../../settings/container.ts';
import { secretsOf } from '../secrets.ts';
import { containerOf, identity } from './container.ts';
import { labelsOf, selectorOf } from './labels.ts';
import { migrationContainers, migrationVolumes } from './migration.ts';
import { priorityClassOf } from './priority.ts';
import type { Server } from './server.ts';
import { sidecarsOf, sidecarVolumes } from './sidecars.ts';
import { respelled, spelled } from './tuned.ts';
import { volumesOf } from './volumes.ts';

/** The label of a node that says its system; like tuned values it passes for what is printed. */
const SYSTEM = noted('kubernetes.io/os', ['The images are of Linux; a cluster may have nodes of Windows as well.']) as unknown as string;

/** The pods of a component, whatever controls them. */
export function podOf(plan: Stack, component: Component, server: Server, configMap: string | undefined): k8s.PodTemplateSpec {
  const own = spelled(plan, component);
  const volumes = [...volumesOf(server, secretsOf(plan, component), configMap), ...migrationVolumes(plan, component), ...sidecarVolumes(plan, component)];
  const migration = migrationContainers(plan, component, server);
  return {
    metadata: { labels: labelsOf(plan, component) },
    spec: {
      serviceAccountName: component.name,
      automountServiceAccountToken: false,
      // Without it every Service of the namespace becomes seven environment variables.
      enableServiceLinks: false,
      priorityClassName: priorityClassOf(plan, component),
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: own.seconds(container.grace_period),
      securityContext: { ...identity(own), fsGroup: own.number(container.run_as_user), fsGroupChangePolicy: 'OnRootMismatch' },
      dnsConfig: { options: [{ name: 'ndots', value: respelled(own.number(container.ndots), digits) }] },
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: SYSTEM, operator: 'In', values: ['linux'] }] }] } },
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: own.number(container.anti_affinity_weight), podAffinityTerm: { labelSelector: { matchLabels: selectorOf(component) }, topologyKey: 'kubernetes.io/hostname' } },
          ],
        },
      },
      topologySpreadConstraints: [
        { labelSelector: { matchLabels: selectorOf(component) }, maxSkew: own.number(container.topology_max_skew), topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
      ],
      ...(migration.length === 0 ? {} : { initContainers: migration }),
      containers: [containerOf(plan, component, server), ...sidecarsOf(plan, component)],
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}
