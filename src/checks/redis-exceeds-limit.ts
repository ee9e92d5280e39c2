import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import { MiB } from '../model/value.ts';
import * as redis from '../settings/redis.ts';
import { hasMemoryBound, memoryBound } from './memory-bound.ts';
import { inMiB } from './words.ts';

/** Redis' data against its container. */
export const redisExceedsLimit = defineCheck({
  id: 'redis-exceeds-limit',
  severity: 'warning',
  confidence: 'certain',
  on: ['redis'],
  when: hasMemoryBound,
  reads: { maxmemory: own(redis.maxmemory), limit: memoryBound },
  broken: (v) => (v.maxmemory > 0.85 * v.limit ? `maxmemory is ${inMiB(v.maxmemory)}; the container has ${inMiB(v.limit)}, of which a sixth is for fragmentation and buffers` : undefined),
  why: 'The kernel kills Redis before it evicts anything, and the cache starts empty under full load.',
  fix: 'set maxmemory to at most three quarters of the limit.',
  source: 'ElastiCache: reserved memory 25 %',
  examples: { holds: [{ maxmemory: 885 * MiB, limit: 1245 * MiB }], breaks: [{ maxmemory: 512 * MiB, limit: 512 * MiB }] },
});
