import { noted, quoted, type YamlMap } from '../../formats/yaml-document.ts';
import { need, partValue, valueOf } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { GiB } from '../../model/value.ts';
import { major } from '../../model/version.ts';
import * as container from '../../settings/container.ts';
import { ha } from '../../settings/profile.ts';
import * as redis from '../../settings/redis.ts';
import * as render from '../../settings/render.ts';
import { composeSize } from '../../formats/compose-values.ts';
import { databaseName, versionOf } from '../names.ts';
import { linesOf } from './line.ts';

/** What Render's key value stores can do when they are full. */
const POLICIES: readonly string[] = ['allkeys-lru', 'volatile-lru', 'allkeys-random', 'volatile-random', 'volatile-ttl', 'noeviction'];

/** A cache as one of Render's key value stores. */
export function keyValueOf(plan: Stack, cache: Component): YamlMap {
  const policy = valueOf(plan, cache, redis.maxmemory_policy);
  return {
    type: 'keyvalue',
    name: noted(cache.name, `Its plan is yours to choose: it was sized for ${composeSize(need(plan, cache, container.memory_limit))}.`),
    maxmemoryPolicy: policy !== undefined && POLICIES.includes(policy) ? linesOf(plan, cache)(redis.maxmemory_policy, String) : undefined,
    ipAllowList: noted([], 'Only services of the same workspace may connect.'),
  };
}

/** A database as one of Render's. */
export function databaseOf(plan: Stack, database: Component): YamlMap {
  const line = linesOf(plan, database);
  return {
    name: database.name,
    databaseName: databaseName(plan, database),
    postgresMajorVersion: quoted(String(major(versionOf(plan, database)))),
    plan: line(render.plan, String),
    diskSizeGB: line(render.disk_size, (size) => size / GiB),
    highAvailability: partValue(plan, ha) === true ? { enabled: true } : undefined,
    ipAllowList: noted([], 'Only services of the same workspace may connect.'),
  };
}
