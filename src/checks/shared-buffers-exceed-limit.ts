import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import { MiB } from '../model/value.ts';
import * as pg from '../settings/postgres.ts';
import { hasMemoryBound, memoryBound } from './memory-bound.ts';
import { inMiB } from './words.ts';

/** Shared buffers against the container's limit. */
export const sharedBuffersExceedLimit = defineCheck({
  id: 'shared-buffers-exceed-limit',
  severity: 'error',
  confidence: 'certain',
  on: ['postgres'],
  when: hasMemoryBound,
  reads: { shared: own(pg.shared_buffers), limit: memoryBound },
  broken: (v) => (v.shared >= v.limit ? `shared_buffers is ${inMiB(v.shared)}; the container has ${inMiB(v.limit)}` : undefined),
  why: 'The buffers fill with use, and the kernel kills the server long after it started well.',
  fix: 'a quarter of the limit is enough.',
  source: 'PostgreSQL manual, shared_buffers; CloudNativePG refuses it',
  examples: { holds: [{ shared: 833 * MiB, limit: 3735 * MiB }], breaks: [{ shared: 1024 * MiB, limit: 1024 * MiB }] },
});
