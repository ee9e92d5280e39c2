import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/model/entry.ts';
import { postgresReader } from '../../src/readers/inside/postgres.ts';
import { startPostgres, type PgSetting } from '../servers/postgres.ts';
import { findTool, postgresMajors } from '../servers/tools.ts';
import { factsOf } from './container.ts';

/** All majors where there is time for it; the oldest, a middle one and the newest else. */
const MAJORS = process.env.PLUMBLINE_ALL_MAJORS === undefined ? postgresMajors.filter((major) => [13, 16, 18].includes(major)) : postgresMajors;

/** Spellings that people write and that mean more, or less, than they seem to. */
const TRICKY = [
  "max_connections = 123\t# a comment", 'shared_buffers = 20000', "work_mem='16MB'", 'WORK_MEM = 8MB', 'maintenance_work_mem 1048576', "effective_cache_size = '1.5GB'",
  "wal_buffers = '1MB'", 'max_wal_size = 2000', 'min_wal_size = 100MB', 'checkpoint_timeout = 7min', "statement_timeout = '90s'", 'lock_timeout = 1500', 'deadlock_timeout = 1500ms',
  'random_page_cost = 1.1', "seq_page_cost = '1e0'", 'checkpoint_completion_target = .75', 'cpu_tuple_cost = 0.02', 'autovacuum_vacuum_cost_delay = 2.5', "vacuum_cost_delay = '1500us'",
  'fsync = of', 'full_page_writes = yes', 'jit = FALSE', 'hot_standby = 1', 'log_checkpoints = tru', 'wal_level = hot_standby', "synchronous_commit = 'no'", "huge_pages = off",
  'max_worker_processes = 0x10', 'max_parallel_workers = 010', "log_line_prefix = '%m [%p] it''s \\'quoted\\' \\t'", 'temp_file_limit = -1', 'log_min_duration_statement = -1',
  "autovacuum_naptime = '0.5h'", "log_rotation_age = '1d'", 'temp_buffers = 1023kB', 'effective_io_concurrency = 0', "search_path = '\"$user\", public'", "datestyle = 'iso, dmy'", "application_name = ''", 'log_statement = DDL', 'client_min_messages = log',
];

/** A row of the settings view in our units. */
function ours({ setting, unit, vartype }: PgSetting): unknown {
  const units: Readonly<Record<string, number>> = { B: 1, kB: 1024, '8kB': 8192, MB: 1024 ** 2, ms: 1, s: 1000, min: 60_000 };
  if (vartype === 'bool') return setting === 'on';
  if (vartype === 'enum' || vartype === 'string') return setting;
  const number = Number(setting);
  return number < 0 ? number : number * (unit === null ? 1 : (units[unit] ?? NaN));
}

describe.each(MAJORS.filter((major) => findTool(`postgres-${major}`) !== undefined))('what PostgreSQL %s makes of a file', (major) => {
  it('is what is read', async () => {
    const conf = `${TRICKY.join('\r\n')}\n`;
    const server = await startPostgres(major, { conf });
    try {
      const rows = (await server.allSettings()).filter(({ source }) => source === 'configuration file');
      const facts = factsOf(postgresReader, { image: `postgres:${major}`, command: ['postgres', '-c', 'config_file=/etc/postgresql.conf'], files: { '/etc/postgresql.conf': conf } });
      expect([facts.problems, facts.unread]).toEqual([[], []]);
      const read = new Map(facts.entries.filter((entry) => entry.setting.kind === 'postgres').map((entry): [string, Entry] => [entry.setting.name, entry]));
      const told = rows.filter(({ name }) => read.has(name) && !(name in server.overridden));
      expect(told.length).toBeGreaterThan(35);
      // The server normalises this one when it takes it.
      const same = told.filter(({ name }) => name !== 'DateStyle');
      expect(Object.fromEntries(same.map((row) => [row.name, read.get(row.name)?.value]))).toEqual(Object.fromEntries(same.map((row) => [row.name, ours(row)])));
    } finally {
      await server.stop();
    }
  });
});

/** One major is enough for the syntax, which is the same in all. */
describe.each(MAJORS.filter((major) => findTool(`postgres-${major}`) !== undefined).slice(-1))('a line that PostgreSQL %s does not take', (major) => {
  it.each([
    'work_mem = 16mb', 'work_mem = 1.5GB', 'work_mem = 32', 'max_connections = 10000000', 'max_connections = ten', 'fsync = o', 'wal_level = logica', 'lc_messages = C.utf8', 'foo-bar = 1', "work_mem = '4MB", 'random_page_cost = x', 'checkpoint_timeout = 10', 'statement_timeout = 5m', 'no_such_thing = 1', 'seq_page_cost = 1e0', 'max_connections', 'work_mem = 4MB 5MB', 'shared_buffers = 1TB1', 'jit_above_cost = 1_000', 'work_mem = ',
  ])('%s, is refused by us', async (line) => {
    const facts = factsOf(postgresReader, { image: `postgres:${major}`, command: ['postgres', '-c', 'config_file=/etc/postgresql.conf'], files: { '/etc/postgresql.conf': `${line}\n` } });
    const unknown = facts.entries.every((entry) => entry.setting.kind !== 'postgres' || entry.setting.name === 'config_file' || entry.origin.from === 'default');
    expect(facts.problems.length + facts.unread.length > 0 || unknown, 'we take it').toBe(true);
    const started = await startPostgres(major, { conf: `${line}\n` }).then(async (server) => { await server.stop(); return true; }, () => false);
    expect(started, 'the server starts').toBe(false);
  });
});
