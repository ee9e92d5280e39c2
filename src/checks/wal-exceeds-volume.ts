import { defineCheck } from '../model/check.ts';
import { first, own, present } from '../model/input.ts';
import * as container from '../settings/container.ts';
import * as pg from '../settings/postgres.ts';
import { inMiB } from './words.ts';

/** Write-ahead log and temporary files against the volume of the data; the log against its own volume, where it has one. */
export const walExceedsVolume = defineCheck({
  id: 'wal-exceeds-volume',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  reads: { max: own(pg.max_wal_size), keep: own(pg.wal_keep_size), slots: own(pg.max_slot_wal_keep_size), temp: own(pg.temp_file_limit), volume: first(own(container.wal_volume_size), own(container.volume_size)), alone: present(container.wal_volume_size) },
  broken: (v) => {
    const log = 1.25 * v.max + v.keep + Math.max(0, v.slots);
    if (v.alone !== undefined) return log > 0.9 * v.alone ? `write-ahead log and slots may take ${inMiB(log)} of their own volume of ${inMiB(v.alone)}: more than 90 %` : undefined;
    const need = log + Math.max(0, v.temp);
    return need > 0.5 * v.volume ? `write-ahead log, slots and temporary files may take ${inMiB(need)} of a volume of ${inMiB(v.volume)}: more than half` : undefined;
  },
  why: 'A full disk stops the database.',
  fix: 'lower max_wal_size, max_slot_wal_keep_size or temp_file_limit, or take a larger volume.',
  source: 'open-bank-oss#1486: 1 GB of log on a 2 GiB volume',
  examples: {
    holds: [{ max: 2 ** 30, keep: 0, slots: 2 ** 30, temp: 2 ** 30, volume: 70 * 2 ** 30, alone: undefined }, { max: 2 ** 30, keep: 0, slots: 4 * 2 ** 30, temp: 20 * 2 ** 30, volume: 6 * 2 ** 30, alone: 6 * 2 ** 30 }],
    breaks: [{ max: 2 ** 30, keep: 0, slots: -1, temp: -1, volume: 2 * 2 ** 30, alone: undefined }, { max: 2 ** 30, keep: 0, slots: 4 * 2 ** 30, temp: -1, volume: 5 * 2 ** 30, alone: 5 * 2 ** 30 }],
  },
});
