import { defineCheck } from '../model/check.ts';
import { own, type Input } from '../model/input.ts';
import * as container from '../settings/container.ts';
import { wal_volume_size } from '../settings/kubernetes.ts';
import * as pg from '../settings/postgres.ts';
import { inMiB } from './words.ts';

/** The volume of the write-ahead log alone, where it has one, else that of the data. */
const logVolume: Input<number> = {
  read: (scope) => {
    const alone = own(wal_volume_size).read(scope);
    return alone.found ? alone : own(container.volume_size).read(scope);
  },
};

/** Write-ahead log and temporary files against the volume. */
export const walExceedsVolume = defineCheck({
  id: 'wal-exceeds-volume',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  reads: { max: own(pg.max_wal_size), keep: own(pg.wal_keep_size), slots: own(pg.max_slot_wal_keep_size), temp: own(pg.temp_file_limit), volume: logVolume },
  broken: (v) => {
    const need = 1.25 * v.max + v.keep + Math.max(0, v.slots) + Math.max(0, v.temp);
    return need > 0.5 * v.volume ? `write-ahead log, slots and temporary files may take ${inMiB(need)} of a volume of ${inMiB(v.volume)}: more than half` : undefined;
  },
  why: 'A full disk stops the database.',
  fix: 'lower max_wal_size, max_slot_wal_keep_size or temp_file_limit, or take a larger volume.',
  source: 'open-bank-oss#1486: 1 GB of log on a 2 GiB volume',
  examples: {
    holds: [{ max: 2 ** 30, keep: 0, slots: 2 ** 30, temp: 2 ** 30, volume: 70 * 2 ** 30 }],
    breaks: [{ max: 2 ** 30, keep: 0, slots: -1, temp: -1, volume: 2 * 2 ** 30 }],
  },
});
