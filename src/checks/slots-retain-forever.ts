import { defineCheck } from '../model/check.ts';
import { own, present } from '../model/input.ts';
import { GiB } from '../model/value.ts';
import * as pg from '../settings/postgres.ts';
import { preset } from './preset.ts';

/** Replication slots without a bound on the log that they hold back. */
export const slotsRetainForever = defineCheck({
  id: 'slots-retain-forever',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  reads: { keep: own(pg.max_slot_wal_keep_size), level: present(pg.wal_level), slots: present(pg.max_replication_slots), preset: preset(pg.max_replication_slots) },
  broken: (v) => {
    if (v.keep >= 0 || v.slots === 0) return undefined;
    const uses = [...(v.level === 'logical' ? ['wal_level is logical'] : []), ...(v.slots === undefined || v.preset ? [] : [`max_replication_slots is ${v.slots}`])];
    return uses.length > 0 ? `${uses.join(' and ')}; max_slot_wal_keep_size is -1: a slot that nobody reads keeps all write-ahead log` : undefined;
  },
  why: 'A consumer that is gone, or only slow, fills the disk: PostgreSQL stops, and with it everything.',
  fix: 'set max_slot_wal_keep_size to a tenth of the volume, and drop slots with their consumers.',
  source: 'PostgreSQL manual, max_slot_wal_keep_size: -1, the default, may retain an unlimited amount of WAL files',
  examples: {
    holds: [
      { keep: 14 * GiB, level: 'replica', slots: 5, preset: false },
      { keep: -1, level: undefined, slots: undefined, preset: false },
      { keep: -1, level: 'replica', slots: undefined, preset: false },
      { keep: -1, level: undefined, slots: 32, preset: true },
    ],
    breaks: [{ keep: -1, level: 'logical', slots: undefined, preset: false }, { keep: -1, level: undefined, slots: 4, preset: false }],
  },
});
