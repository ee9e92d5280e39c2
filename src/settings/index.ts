import type { Setting } from '../model/setting.ts';
import * as profile from './profile.ts';
import * as cluster from './cluster.ts';
import * as cloudnativepg from './cloudnativepg.ts';
import * as monitoring from './monitoring.ts';
import * as workload from './workload.ts';
import * as scenario from './scenario.ts';
import * as component from './component.ts';
import * as container from './container.ts';
import * as nginx from './nginx.ts';
import * as node from './node.ts';
import * as postgres from './postgres.ts';
import * as pgbouncer from './pgbouncer.ts';
import * as redis from './redis.ts';
import * as kafka from './kafka.ts';
import * as strimzi from './strimzi.ts';
import * as exporter from './exporter.ts';
import * as prometheus from './prometheus.ts';
import * as sentinel from './sentinel.ts';

const isSetting = (value: unknown): value is Setting => typeof value === 'object' && value !== null && 'unit' in value;

/** Every setting that a rule, a check or a target names. */
export const settings: readonly Setting[] = [profile, cluster, cloudnativepg, workload, monitoring, scenario, component, container, nginx, node, postgres, pgbouncer, redis, kafka, strimzi, sentinel, exporter, prometheus].flatMap((module) =>
  Object.values(module).filter(isSetting),
);

const byName = new Map(settings.map((setting) => [`${setting.kind}.${setting.name}`, setting]));

/** A setting by its kind and name; for PostgreSQL every parameter of its majors, named by a rule or not. */
export function settingNamed(kind: string, name: string): Setting | undefined {
  return byName.get(`${kind}.${name}`) ?? (kind === 'postgres' ? postgres.parameter(name) : undefined);
}

/** The names of all settings of a kind, for suggestions. */
export const namesOf = (kind: string): readonly string[] => [
  ...new Set([...settings.filter((setting) => setting.kind === kind).map((setting) => setting.name), ...(kind === 'postgres' ? postgres.parameterNames() : [])]),
];
