import { defineCheck } from '../model/check.ts';
import { optional, own } from '../model/input.ts';
import { MiB } from '../model/value.ts';
import * as container from '../settings/container.ts';
import * as redis from '../settings/redis.ts';
import { inMiB } from './words.ts';

/** A Redis that never stops growing. */
export const redisWithoutMaxmemory = defineCheck({
  id: 'redis-without-maxmemory',
  severity: 'warning',
  confidence: 'certain',
  on: ['redis'],
  grouped: true,
  reads: { maxmemory: own(redis.maxmemory), limit: optional(own(container.memory_limit)) },
  broken: (v) => {
    if (v.maxmemory > 0) return undefined;
    if (v.limit !== undefined) return `maxmemory is 0, unlimited; the container has ${inMiB(v.limit)}`;
    return [{ message: 'maxmemory is 0, unlimited, and the container has no memory limit either', severity: 'note' }];
  },
  why: 'Keys that nobody expires pile up until the kernel kills Redis, or something else on the host: nothing is ever evicted or refused before that.',
  fix: 'set maxmemory to at most three quarters of the memory limit, and a maxmemory-policy that suits the data.',
  source: 'Redis manual, key eviction: maxmemory 0 is no limit, the default of 64-bit systems',
  examples: { holds: [{ maxmemory: 192 * MiB, limit: 256 * MiB }, { maxmemory: 192 * MiB, limit: undefined }], breaks: [{ maxmemory: 0, limit: 256 * MiB }, { maxmemory: 0, limit: undefined }] },
});
