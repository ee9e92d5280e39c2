import { given, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { clamp, floorTo, GiB, MiB, MINUTE, SECOND } from '../../model/value.ts';
import * as container from '../../settings/container.ts';
import * as pg from '../../settings/postgres.ts';
import { disk_kind } from '../../settings/profile.ts';
import { onMachine } from '../cluster/where.ts';

/** One segment of the write-ahead log. */
const SEGMENT = 16 * MiB;

const byDisk = <T>(table: Readonly<Record<string, T>>, usual: T, kind: string): T => table[kind] ?? usual;

const randomPageCost = defineRule({
  sizes: pg.random_page_cost,
  from: { disk: given(disk_kind) },
  value: ({ disk }) => byDisk({ hdd: 4, san: 1.5 }, 1.1, disk),
  because: 'On flash a random page costs hardly more than the next one; with 4 the planner reads whole tables.',
  source: 'measured: a feed query on a million rows became 3.9 times as fast, p95 84 to 25 ms',
  examples: [{ given: { disk: 'ssd' }, gives: 1.1 }, { given: { disk: 'hdd' }, gives: 4 }],
});

const ioConcurrency = defineRule({
  sizes: pg.effective_io_concurrency,
  from: { disk: given(disk_kind) },
  value: ({ disk }) => byDisk({ hdd: 2, san: 128, nvme: 256 }, 200, disk),
  because: 'How many reads the disk serves at once.',
  source: 'PGTune; PostgreSQL manual',
  examples: [{ given: { disk: 'ssd' }, gives: 200 }, { given: { disk: 'hdd' }, gives: 2 }],
});

const maintenanceIo = defineRule({
  sizes: pg.maintenance_io_concurrency,
  from: { disk: given(disk_kind) },
  value: ({ disk }) => byDisk({ hdd: 4, san: 64, nvme: 128 }, 100, disk),
  because: 'How many reads vacuum may ask of the disk at once.',
  source: 'PostgreSQL manual',
  examples: [{ given: { disk: 'ssd' }, gives: 100 }],
});

const maxWal = defineRule({
  sizes: pg.max_wal_size,
  from: { volume: own(container.volume_size), memory: own(container.memory_limit) },
  value: ({ volume, memory }) => clamp(floorTo(Math.min(0.08 * volume, 0.5 * memory), SEGMENT), 4 * SEGMENT, 16 * GiB),
  because: 'Checkpoints by time, not by volume, within a twelfth of the disk and half of the memory: new segments evict the cache.',
  source: 'measured: 4 and 8 GB in 2 GB of memory reached 0.68 and 0.61 of the rate; CloudNativePG: below the volume',
  examples: [{ given: { volume: 70 * GiB, memory: 3 * GiB }, gives: 1536 * MiB }, { given: { volume: GiB, memory: 3 * GiB }, gives: 80 * MiB }],
});

const minWal = defineRule({
  sizes: pg.min_wal_size,
  from: { max: own(pg.max_wal_size) },
  value: ({ max }) => Math.max(2 * SEGMENT, floorTo(max / 4, SEGMENT)),
  because: 'A quarter of the maximum is kept for the next burst instead of being made anew.',
  source: 'PostgreSQL manual; two segments are the least',
  examples: [{ given: { max: 1536 * MiB }, gives: 384 * MiB }, { given: { max: 64 * MiB }, gives: 32 * MiB }],
});

const slotWal = defineRule({
  sizes: pg.max_slot_wal_keep_size,
  from: { volume: own(container.volume_size) },
  value: ({ volume }) => Math.max(SEGMENT, floorTo(0.1 * volume, SEGMENT)),
  because: 'A forgotten replication slot may not fill the disk: it is dropped behind a tenth of the volume.',
  source: 'PostgreSQL manual: unlimited by default',
  examples: [{ given: { volume: 70 * GiB }, gives: 7168 * MiB }],
});

const tempFiles = defineRule({
  sizes: pg.temp_file_limit,
  from: { volume: own(container.volume_size) },
  value: ({ volume }) => floorTo(0.1 * volume, MiB),
  because: 'One session that spills may not fill the disk.',
  source: 'PostgreSQL manual: unlimited by default',
  examples: [{ given: { volume: 70 * GiB }, gives: 7168 * MiB }],
});

/** Bytes that the disk writes in a second during a shutdown checkpoint. */
const WRITE_RATE: Readonly<Record<string, number>> = { hdd: 60 * MiB, san: 100 * MiB, ssd: 200 * MiB, nvme: 500 * MiB };

const grace = defineRule({
  id: 'postgres.container.stop_grace_period',
  sizes: container.stop_grace_period,
  on: ['postgres'],
  from: { shared: own(pg.shared_buffers), disk: given(disk_kind) },
  value: ({ shared, disk }) => Math.max(2 * MINUTE, 30 * SECOND + Math.ceil(shared / (WRITE_RATE[disk] ?? 100 * MiB)) * SECOND),
  because: 'A fast shutdown writes every dirty buffer; a kill before that means recovery at the next start.',
  source: 'measured: 1.6 GB took 1.8 s on flash; docker-library/postgres: even 90 s may be short',
  examples: [{ given: { shared: GiB, disk: 'ssd' }, gives: 120_000 }, { given: { shared: 60 * GiB, disk: 'hdd' }, gives: 1_054_000 }],
});

/** Disk, write-ahead log and logging of PostgreSQL. */
export const diskRules: readonly Rule[] = [
  randomPageCost,
  ioConcurrency,
  maintenanceIo,
  onMachine(maxWal),
  minWal,
  onMachine(slotWal),
  tempFiles,
  grace,
  decide(pg.wal_level, 'replica', 'Backups and standbys stay possible.', 'PostgreSQL default'),
  onMachine(decide(pg.max_wal_senders, 5, 'A standby or two, and a base backup.', 'PostgreSQL default 10')),
  onMachine(decide(pg.max_replication_slots, 5, 'As many as senders.', 'PostgreSQL default 10')),
  decide(pg.wal_keep_size, 0, 'Slots keep what a standby needs.', 'PostgreSQL default'),
  decide(pg.checkpoint_timeout, 15 * MINUTE, 'Fewer full page images; recovery takes a little longer.', 'measured: TPC-B 1.2 times the rate with 15 minutes'),
  decide(pg.checkpoint_completion_target, 0.9, 'Spread over the interval; stated, because 13 defaults to 0.5.', 'PostgreSQL 14 and later'),
  decide(pg.autovacuum_vacuum_scale_factor, 0.05, 'Vacuum after a twentieth has changed: large tables are not left to a fifth.', 'CloudNativePG, Zalando: 0.05'),
  decide(pg.log_min_duration_statement, 1000, 'Queries over a second are worth a line.', 'PostgreSQL manual'),
  decide(pg.log_checkpoints, true, 'Checkpoints by volume show here.', 'PostgreSQL 15 and later default'),
  decide(pg.log_lock_waits, true, 'Waiting for locks shows here.', 'PostgreSQL manual'),
  decide(pg.log_temp_files, 10 * MiB, 'Spills to disk show here.', 'PostgreSQL manual'),
  decide(pg.log_autovacuum_min_duration, 10_000, 'Slow vacuums show here.', 'PostgreSQL 15 and later default 10 min'),
];
