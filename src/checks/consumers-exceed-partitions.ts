import { defineCheck, type Breach } from '../model/check.ts';
import { chosen, own } from '../model/input.ts';
import { counted } from '../model/quote.ts';
import * as kafka from '../settings/kafka.ts';
import { greatest, groups, type Group } from './consumers.ts';

/** The consumers of a group against the partitions of a topic. */
export const consumersExceedPartitions = defineCheck({
  id: 'consumers-exceed-partitions',
  severity: 'warning',
  confidence: 'likely',
  on: ['kafka'],
  reads: { groups, partitions: own(kafka.num_partitions), stated: chosen(own(kafka.num_partitions)) },
  broken: ({ groups: all, partitions, stated }): readonly Breach[] =>
    all.filter((group) => stated && greatest(group) > partitions).map((group) => ({
      message: `${group.of} may run ${words(group)} = ${counted(greatest(group), 'consumer', 'consumers')} of one group; a topic has ${counted(partitions, 'partition', 'partitions')}`,
    })),
  why: 'A partition belongs to one consumer of a group: those without one do nothing, and pods that an autoscaler adds make nothing faster.',
  fix: 'make topics with at least as many partitions as consumers may run, a multiple of them best, or run fewer consumers; partitions can be added later, but keys then move.',
  source: 'kafka.apache.org, consumers; karafka.io best practices',
  examples: {
    holds: [
      { groups: [{ of: 'api', replicas: 1, most: 3, workers: 2, consumers: 1 }], partitions: 6, stated: true },
      { groups: [{ of: 'mailer', replicas: 4, most: undefined, workers: undefined, consumers: undefined }], partitions: 1, stated: false },
    ],
    breaks: [
      { groups: [{ of: 'api', replicas: 1, most: 6, workers: 2, consumers: 1 }], partitions: 6, stated: true },
      { groups: [{ of: 'mailer', replicas: 4, most: undefined, workers: undefined, consumers: undefined }], partitions: 3, stated: true },
    ],
  },
});

const words = ({ replicas, most, workers, consumers }: Group): string =>
  [`${Math.max(replicas, most ?? 0)} replicas`, ...(workers === undefined || workers === 1 ? [] : [`${workers} processes`]), ...(consumers === undefined || consumers === 1 ? [] : [`${consumers} consumers`])].join(' x ');
