import { MiB } from '../../../src/model/value.ts';

const KiB = 1024;

/**
 * PGTune's answer for a web application on Linux with an SSD, fewer than four cores and PostgreSQL 15 or newer:
 * its formulas (le0pard/pgtune 7caef27c, MIT), in kilobytes and rounded down as there.
 */
export function pgtuneWeb(memory: number): string {
  const total = Math.floor(memory / KiB);
  const connections = 200;
  const shared = Math.floor(total / 4);
  const walBuffers = Math.floor((3 * shared) / 100);
  const workMem = Math.max(4096, Math.floor((total - shared) / ((connections + 8) * 3)));
  return [
    `max_connections = ${connections}`,
    `shared_buffers = ${shared}kB`,
    `effective_cache_size = ${Math.floor((total * 3) / 4)}kB`,
    `maintenance_work_mem = ${Math.floor(total / 16)}kB`,
    'checkpoint_completion_target = 0.9',
    `wal_buffers = ${walBuffers > 14 * KiB ? 16 * KiB : walBuffers}kB`,
    'default_statistics_target = 100',
    'random_page_cost = 1.1',
    'effective_io_concurrency = 200',
    `work_mem = ${workMem}kB`,
    `huge_pages = ${shared * KiB >= 2048 * MiB ? 'try' : 'off'}`,
    'jit = off',
    'wal_compression = lz4',
    'min_wal_size = 1GB',
    'max_wal_size = 4GB',
    '',
  ].join('\n');
}
