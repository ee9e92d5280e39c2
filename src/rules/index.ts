import { grouped } from '../model/grouped.ts';
import { perObject } from '../model/per-object.ts';
import type { Component } from '../model/stack.ts';
import type { Rule } from '../model/rule.ts';
import type { Setting } from '../model/setting.ts';
import { assumptionRules } from './profile/assumptions.ts';
import { componentRules } from './profile/component.ts';
import { machineRules } from './profile/machine.ts';
import { limitRules as budgetLimitRules } from './budget/limits.ts';
import { weightRules } from './budget/weights.ts';
import { trafficRules } from './demand/traffic.ts';
import { headerRules } from './headers/index.ts';
import { frontendRules } from './nginx/frontend.ts';
import { scenarioRules } from './scenario/index.ts';
import { connectionRules as demandRules } from './demand/connections.ts';
import { sessionRules } from './demand/sessions.ts';
import { tierRules } from './demand/tiers.ts';
import { imageRules } from './image/index.ts';
import { renderRules } from './render/index.ts';
import { containerRules } from './container/index.ts';
import { kubernetesRules } from './kubernetes/index.ts';
import { clusterRules } from './cluster/index.ts';
import { platformRules } from './cluster/platforms.ts';
import { connectionRules as nginxConnectionRules } from './nginx/connections.ts';
import { limitRules as nginxLimitRules } from './nginx/limits.ts';
import { memoryRules as nginxMemoryRules } from './nginx/memory.ts';
import { timeRules as nginxTimeRules } from './nginx/time.ts';
import { clientRules as nodeClientRules } from './node/clients.ts';
import { httpRules as nodeHttpRules } from './node/http.ts';
import { messageRules as nodeMessageRules } from './node/messages.ts';
import { processRules as nodeProcessRules } from './node/processes.ts';
import { shutdownRules as nodeShutdownRules } from './node/shutdown.ts';
import { nextRules } from './next/index.ts';
import { pythonRules } from './python/index.ts';
import { heartbeat } from './python/heartbeat.ts';
import { gunicornRules } from './gunicorn/index.ts';
import { uvicornRules } from './uvicorn/index.ts';
import { connectionRules as postgresConnectionRules } from './postgres/connections.ts';
import { cpuRules as postgresCpuRules } from './postgres/cpu.ts';
import { diskRules as postgresDiskRules } from './postgres/disk.ts';
import { memoryRules as postgresMemoryRules } from './postgres/memory.ts';
import { pgbouncerRules } from './pgbouncer/index.ts';
import { redisRules } from './redis/index.ts';
import { kafkaRules } from './kafka/index.ts';
import { exporterRules } from './monitoring/exporters.ts';
import { prometheusRules } from './monitoring/prometheus.ts';
import { entranceRules } from './cluster/entrance.ts';
import { limitRangeRules } from './cluster/limit-range.ts';
import { quotaRules } from './cluster/quota.ts';
import { monitoringRules } from './monitoring/index.ts';

/** Every rule, in the order in which a plan lists its entries. */
export const rules: readonly Rule[] = [
  ...machineRules,
  ...assumptionRules,
  ...headerRules,
  ...scenarioRules,
  ...componentRules,
  ...clusterRules,
  ...weightRules,
  ...budgetLimitRules,
  ...trafficRules,
  ...tierRules,
  ...sessionRules,
  ...demandRules,
  ...nginxConnectionRules,
  ...nginxTimeRules,
  ...nginxMemoryRules,
  ...nginxLimitRules,
  ...frontendRules,
  ...nodeProcessRules,
  ...nodeHttpRules,
  ...nodeClientRules,
  ...nodeMessageRules,
  ...nodeShutdownRules,
  ...nextRules,
  ...pythonRules,
  heartbeat,
  ...gunicornRules,
  ...uvicornRules,
  ...postgresConnectionRules,
  ...postgresMemoryRules,
  ...postgresCpuRules,
  ...postgresDiskRules,
  ...pgbouncerRules,
  ...redisRules,
  ...kafkaRules,
  ...exporterRules,
  ...prometheusRules,
  ...imageRules,
  ...renderRules,
  ...containerRules,
  ...kubernetesRules,
  ...entranceRules,
  ...quotaRules,
  ...limitRangeRules,
  ...platformRules,
  ...monitoringRules,
];

const byId = new Map(rules.map((rule) => [rule.id, rule]));

/** The rule of that id. */
export const ruleNamed = (id: string): Rule | undefined => byId.get(id);

const bySetting = grouped(rules, ({ sizes }) => `${sizes.kind}.${sizes.name}`);
const ofSetting = perObject(({ kind, name }: Pick<Setting, 'kind' | 'name'>) => byKinds(bySetting.get(`${kind}.${name}`) ?? []));
const ofAll = byKinds(rules);
const NONE: readonly Rule[] = [];

function byKinds(some: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const kinds = new Set(some.flatMap((rule) => rule.on));
  return new Map([...kinds].map((kind) => [kind, some.filter((rule) => rule.on.includes(kind))]));
}

/** The rules that may size a setting of a component of this kind; which of them applies depends on the stack. */
export const rulesFor = (component: Component, setting: Pick<Setting, 'kind' | 'name'>): readonly Rule[] => ofSetting(setting).get(component.kind) ?? NONE;

/** All rules that may size something of a component of this kind, in their order. */
export const rulesOf = ({ kind }: Component): readonly Rule[] => ofAll.get(kind) ?? NONE;
