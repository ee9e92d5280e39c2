import type { k8s } from 'cdk8s-plus-27';
import type { Component, Stack } from '../../model/stack.ts';
import * as container from '../../settings/container.ts';
import { secretsOf } from '../secrets.ts';
import { containerOf, identity } from './container.ts';
import { labelsOf, selectorOf } from './labels.ts';
import { migrationContainers, migrationVolumes } from './migration.ts';
import type { Server } from './server.ts';
import { spelled } from './tuned.ts';
import { volumesOf } from './volumes.ts';

/** The pods of a component, whatever controls them. */
export function podOf(plan: Stack, component: Component, server: Server, configMap: string | undefined): k8s.PodTemplateSpec {
  const own = spelled(plan, component);
  const volumes = [...volumesOf(server, secretsOf(plan, component), configMap), ...migrationVolumes(plan, component)];
  const migration = migrationContainers(plan, component, server);
  return {
    metadata: { labels: labelsOf(plan, component) },
    spec: {
      serviceAccountName: component.name,
      automountServiceAccountToken: false,
      // Without it every Service of the namespace becomes seven environment variables.
      enableServiceLinks: false,
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: own.seconds(container.grace_period),
      securityContext: { ...identity(own), fsGroup: own.number(container.run_as_user), fsGroupChangePolicy: 'OnRootMismatch' },
      affinity: {
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
      containers: [containerOf(plan, component, server)],
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}
