import { defineCheck } from '../model/check.ts';
import { own, type Input } from '../model/input.ts';
import { valueOf } from '../model/lookup.ts';
import { counted } from '../model/quote.ts';
import * as container from '../settings/container.ts';
import * as kafka from '../settings/kafka.ts';
import { brokers } from './brokers.ts';
import { inMiB } from './words.ts';

/** Partitions with their copies on one broker: those of the plan, or of one topic that is made without a number. */
const partitions: Input<number> = {
  read: (scope) => {
    const planned = own(kafka.broker_partitions).read(scope);
    if (planned.found) return planned;
    const [each, factor, there] = [own(kafka.num_partitions).read(scope), own(kafka.default_replication_factor).read(scope), brokers.read(scope)];
    if (!each.found) return each;
    if (!factor.found) return factor;
    if (!there.found) return there;
    return { found: true, value: Math.ceil((each.value * factor.value) / Math.max(1, there.value)), entries: [...each.entries, ...factor.entries] };
  },
};

/** What retention lets partitions keep against the volume that they share. */
export const retentionExceedsVolume = defineCheck({
  id: 'retention-exceeds-volume',
  severity: 'warning',
  confidence: 'likely',
  on: ['kafka'],
  when: (stack, component) => valueOf(stack, component, container.volume_size) !== undefined,
  reads: { retention: own(kafka.log_retention_bytes), segment: own(kafka.log_segment_bytes), partitions, volume: own(container.volume_size) },
  broken: (v) => {
    // Without a size, the age alone bounds it: how much comes in that time no file says.
    if (v.retention < 0) return undefined;
    const need = v.partitions * (v.retention + v.segment);
    return need > 0.9 * v.volume ? `${counted(v.partitions, 'partition', 'partitions')} may keep ${inMiB(v.retention)} and an open segment of ${inMiB(v.segment)} each = ${inMiB(need)} of a volume of ${inMiB(v.volume)}: more than 90 %` : undefined;
  },
  why: 'A broker whose disk is full stops, and cannot start again before somebody makes room.',
  fix: 'lower log.retention.bytes (it counts for each partition) or log.segment.bytes, or take a larger volume.',
  source: 'kafka.apache.org, log.retention.bytes and log.segment.bytes: only closed segments are deleted',
  examples: {
    holds: [
      { retention: 448 * 1024 ** 2, segment: 64 * 1024 ** 2, partitions: 24, volume: 15 * 1024 ** 3 },
      { retention: -1, segment: 1024 ** 3, partitions: 24, volume: 15 * 1024 ** 3 },
    ],
    breaks: [
      { retention: 10 * 1024 ** 3, segment: 1024 ** 3, partitions: 6, volume: 50 * 1024 ** 3 },
      { retention: 1024 ** 3, segment: 1024 ** 3, partitions: 12, volume: 20 * 1024 ** 3 },
    ],
  },
});
