import { given, own } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { clamp, floorTo, GiB, MiB } from '../../model/value.ts';
import * as container from '../../settings/container.ts';
import * as pg from '../../settings/postgres.ts';
import { disk_size } from '../../settings/profile.ts';
import { inCluster } from './where.ts';

/** One segment of the write-ahead log. */
const SEGMENT = 16 * MiB;

const walVolume = defineRule({
  id: 'postgres.container.wal_volume_size',
  sizes: container.wal_volume_size,
  on: ['postgres'],
  when: inCluster,
  from: { disk: given(disk_size) },
  value: ({ disk }) => clamp(floorTo(0.1 * disk, GiB), GiB, 64 * GiB),
  because: 'The log has a volume of its own, so that it cannot fill that of the data: a tenth of the disk, and no more than four times the largest log.',
  source: 'cloudnative-pg.io, storage: a separate volume for WAL',
  examples: [{ given: { disk: 500 * GiB }, gives: 50 * GiB }, { given: { disk: 4 * GiB }, gives: GiB }],
});

const maxWal = defineRule({
  id: 'cluster.postgres.max_wal_size',
  sizes: pg.max_wal_size,
  on: ['postgres'],
  when: inCluster,
  from: { volume: own(container.wal_volume_size), memory: own(container.memory_limit) },
  value: ({ volume, memory }) => clamp(floorTo(Math.min(volume / 3, 0.5 * memory), SEGMENT), 4 * SEGMENT, 16 * GiB),
  because: 'Checkpoints by time, not by volume, within a third of the log\'s own volume and half of the memory: new segments evict the cache, and an archive that stands still keeps old ones.',
  source: 'measured: 4 and 8 GB in 2 GB of memory reached 0.68 and 0.61 of the rate; CloudNativePG: below the volume',
  examples: [{ given: { volume: 50 * GiB, memory: 44 * GiB }, gives: 16 * GiB }, { given: { volume: GiB, memory: 3 * GiB }, gives: 336 * MiB }],
});

const slotWal = defineRule({
  id: 'cluster.postgres.max_slot_wal_keep_size',
  sizes: pg.max_slot_wal_keep_size,
  on: ['postgres'],
  when: inCluster,
  from: { volume: own(container.wal_volume_size) },
  value: ({ volume }) => Math.max(SEGMENT, floorTo(0.4 * volume, SEGMENT)),
  because: 'A standby that is away keeps two fifths of the log\'s volume at most: behind that it is made anew, and the primary goes on.',
  source: 'PostgreSQL manual: unlimited by default; cloudnative-pg.io, replication slots',
  examples: [{ given: { volume: 50 * GiB }, gives: 20 * GiB }],
});

/** Volumes of the database in a cluster: each instance has its own. */
export const volumeRules: readonly Rule[] = [walVolume, maxWal, slotWal];
