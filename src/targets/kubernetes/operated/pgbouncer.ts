import { pgbouncerValue } from '../../../formats/ini-values.ts';
import type { PlainMap } from '../../../formats/yaml-print.ts';
import { fail } from '../../../model/problem.ts';
import { databasesOf, type Component, type Stack } from '../../../model/stack.ts';
import * as c from '../../../settings/component.ts';
import * as container from '../../../settings/container.ts';
import * as pgbouncer from '../../../settings/pgbouncer.ts';
import { IGNORED, parametersOf } from '../../pgbouncer.ts';
import { said } from '../../said.ts';
import { addDisruptionBudget } from '../disruption.ts';
import { podsOf } from '../labels.ts';
import { addCustom } from '../plain-object.ts';
import { priorityClassOf } from '../priority.ts';
import { spelled, tuned } from '../tuned.ts';
import { addPoolerPolicy } from './network.ts';
import type { Operator } from './operator.ts';
import { plainResources, zoneSpread } from './plain.ts';

/** The operator adds these itself. */
const ADDED: readonly string[] = ['extra_float_digits', 'options'];

/** A Pooler of CloudNativePG. */
export const pooler: Operator = {
  name: 'CloudNativePG',
  add: (chart, plan, component) => {
    addCustom(chart, { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Pooler', metadata: { name: component.name }, spec: poolerSpec(plan, component) });
    // The operator makes no budget of evictions for its poolers.
    addDisruptionBudget(chart, plan, component);
    addPoolerPolicy(chart, plan, component);
  },
  notes: () => ['The operator gives it a user of its own to look passwords up with, and certificates for both sides.'],
};

function poolerSpec(plan: Stack, component: Component): PlainMap {
  const own = spelled(plan, component);
  const pods = podsOf(plan, component);
  return {
    cluster: { name: databaseBehind(plan, component).name },
    type: 'rw',
    instances: own.number(c.replicas),
    pgbouncer: { poolMode: own.text(pgbouncer.pool_mode), parameters: parameters(plan, component) },
    deploymentStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: own.number(container.max_surge), maxUnavailable: own.number(container.max_unavailable) } },
    template: {
      spec: {
        containers: [{ name: 'pgbouncer', image: own.text(c.image), resources: plainResources(own) }],
        priorityClassName: priorityClassOf(plan, component),
        terminationGracePeriodSeconds: own.seconds(container.grace_period),
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: own.number(container.anti_affinity_weight), podAffinityTerm: { labelSelector: { matchLabels: pods }, topologyKey: 'kubernetes.io/hostname' } }],
          },
        },
        topologySpreadConstraints: zoneSpread(plan, component, pods),
      },
    },
  };
}

/** A Pooler stands in front of one Cluster. */
function databaseBehind(plan: Stack, component: Component): Component {
  const [database, ...others] = databasesOf(plan, component);
  if (database === undefined || others.length > 0) fail(`${component.name}: a Pooler of CloudNativePG stands in front of one database, not of ${others.length + 1}`, component.at, 'give each database a pooler of its own');
  return database;
}

/** `pgbouncer.parameters`, all of them text. */
const parameters = (plan: Stack, component: Component): PlainMap => ({
  ...Object.fromEntries(
    parametersOf(plan, component)
      .filter(({ setting }) => setting.name !== pgbouncer.pool_mode.name)
      .map((entry) => [entry.setting.name, tuned(said(entry, (value) => pgbouncerValue(entry.setting, value)).value, entry)]),
  ),
  ignore_startup_parameters: IGNORED.filter((name) => !ADDED.includes(name)).join(','),
});
