import { settingsIn, type Setting } from '../model/setting.ts';
import * as profile from './profile.ts';
import * as cluster from './cluster.ts';
import * as cloudnativepg from './cloudnativepg.ts';
import * as monitoring from './monitoring.ts';
import * as workload from './workload.ts';
import * as headers from './headers.ts';
import * as scenario from './scenario.ts';
import * as component from './component.ts';
import * as container from './container.ts';
import * as nginx from './nginx.ts';
import * as node from './node.ts';
import * as gunicorn from './gunicorn.ts';
import * as uvicorn from './uvicorn.ts';
import * as python from './python.ts';
import * as pools from './pools.ts';
import * as redisPy from './redis-py.ts';
import * as kafkaPython from './kafka-python.ts';
import * as pymongo from './pymongo.ts';
import * as postgres from './postgres.ts';
import * as pgbouncer from './pgbouncer.ts';
import * as redis from './redis.ts';
import * as kafka from './kafka.ts';
import * as strimzi from './strimzi.ts';
import * as exporter from './exporter.ts';
import * as prometheus from './prometheus.ts';
import * as sentinel from './sentinel.ts';
import * as render from './render.ts';

/** Of the pools of database connections, the one that Python applications are given. */
const sqlalchemy = settingsIn(pools, 'sqlalchemy');

/** Every setting that a rule, a check or a target names. */
export const settings: readonly Setting[] = [profile, cluster, cloudnativepg, workload, headers, monitoring, scenario, component, container, nginx, node, gunicorn, uvicorn, python, sqlalchemy, redisPy, kafkaPython, pymongo, postgres, pgbouncer, redis, kafka, strimzi, sentinel, exporter, prometheus, render].flatMap((module) => settingsIn(module));

const byName = new Map(settings.map((setting) => [`${setting.kind}.${setting.name}`, setting]));

/** A setting by its kind and name; for PostgreSQL every parameter of its majors, named by a rule or not. */
export function settingNamed(kind: string, name: string): Setting | undefined {
  return byName.get(`${kind}.${name}`) ?? (kind === 'postgres' ? postgres.parameter(name) : undefined);
}

/** The names of all settings of a kind, for suggestions. */
export const namesOf = (kind: string): readonly string[] => [
  ...new Set([...settings.filter((setting) => setting.kind === kind).map((setting) => setting.name), ...(kind === 'postgres' ? postgres.parameterNames() : [])]),
];
