import { defineCheck } from '../model/check.ts';
import { own, structure } from '../model/input.ts';
import { MiB } from '../model/value.ts';
import * as redis from '../settings/redis.ts';
import { queueUses } from './queues.ts';
import { inMiB } from './words.ts';

/** A Redis that drops keys when it is full, and holds jobs. */
export const evictionOnAQueue = defineCheck({
  id: 'eviction-on-a-queue',
  severity: 'warning',
  confidence: 'likely',
  on: ['redis'],
  when: (stack, component) => queueUses(stack, component).length > 0,
  reads: { policy: own(redis.maxmemory_policy), maxmemory: own(redis.maxmemory), uses: structure(queueUses) },
  broken: (v) => {
    if (v.policy === 'noeviction' || v.maxmemory === 0) return undefined;
    const message = `above ${inMiB(v.maxmemory)} ${v.policy} drops keys, and jobs are kept here: ${v.uses.join(', ')}`;
    // Volatile policies drop only keys with a lifetime: results, locks and schedules, not the lists of jobs.
    return [{ message, ...(v.policy.startsWith('volatile') ? { severity: 'note' } as const : {}) }];
  },
  why: 'Under memory pressure jobs vanish without an error: BullMQ and Sidekiq ask for noeviction, and warn when they start.',
  fix: 'give the queue a Redis of its own with maxmemory-policy noeviction.',
  source: 'BullMQ, going to production; Sidekiq wiki, Using Redis: memory',
  examples: {
    holds: [{ policy: 'noeviction', maxmemory: 256 * MiB, uses: ['worker runs celery'] }, { policy: 'allkeys-lru', maxmemory: 0, uses: ['worker runs celery'] }],
    breaks: [{ policy: 'allkeys-lru', maxmemory: 256 * MiB, uses: ['worker runs celery'] }],
  },
});
