import type { Folder } from '../../../src/live/folder.ts';
import { runProcess } from '../../../src/live/process.ts';
import type { PostgresPrograms } from './programs.ts';
import { DATABASE, initdb, ROLE, startPostgres } from './server.ts';

/** How much data there is: pgbench's scale (15 MB each), and rows of each side of the join. */
export interface DataSize { readonly scale: number; readonly rows: number }

/** Makes the data that every server gets a copy of. */
export async function makeTemplate(postgres: PostgresPrograms, size: DataSize): Promise<Folder> {
  const folder = await initdb(postgres);
  const server = await startPostgres(postgres, folder, 'fsync = off\nmax_wal_size = 4GB\nmaintenance_work_mem = 256MB\n');
  try {
    await server.sql(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${ROLE}'`);
    await server.sql(`CREATE DATABASE ${DATABASE} OWNER ${ROLE}`);
    const at = ['-h', '127.0.0.1', '-p', String(server.port), '-U', ROLE];
    const run = async (name: string, args: readonly string[]): Promise<void> => {
      const { code, output } = await runProcess(folder, `${name}.log`, { program: postgres.program(name), args: [...at, ...args], as: 'server' }, 300_000);
      if (code !== 0) throw new Error(`${name}: ${output}`);
    };
    await run('pgbench', ['-i', '-q', '-s', String(size.scale), '--no-vacuum', DATABASE]);
    await run('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-d', DATABASE, '-c', joinTables(size.rows)]);
    await run('psql', ['-Xq', '-d', DATABASE, '-c', 'VACUUM ANALYZE']);
  } finally {
    await server.stop();
  }
  return folder;
}

/** Orders and their lines without an index: PostgreSQL joins them by a hash, in parallel where it may. */
const joinTables = (rows: number): string => ['orders', 'lines'].map((name) =>
  `CREATE TABLE ${name} AS SELECT n AS id, n % 1000 AS customer, repeat(md5(n::text), 3) AS text FROM generate_series(1, ${rows}) AS n;`).join('\n');
