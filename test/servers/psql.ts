import { run, type Finished } from './child.ts';
import { requireTool } from './tools.ts';

/** Whom to ask: a loopback port, or a folder with a server's Unix socket. */
export interface Connection {
  readonly port: number;
  readonly host?: string;
  readonly user?: string;
  readonly database?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs psql as the servers' account with plain output: no alignment, tabs between columns. */
export function psql(connection: Connection, args: readonly string[]): Promise<Finished> {
  const { host = '127.0.0.1', port, user = 'postgres', database = 'postgres', env = {} } = connection;
  return run(requireTool('psql').path, ['-XAtqw', '-F', '\t', '-h', host, '-p', String(port), '-U', user, '-d', database, ...args], {
    as: 'server', env: { PGCONNECT_TIMEOUT: '5', LC_ALL: 'C', ...env },
  });
}

/** The rows of a query against PostgreSQL, each as an object. */
export async function psqlRows<Row>(connection: Connection, sql: string): Promise<readonly Row[]> {
  const finished = await psql(connection, ['-c', `SELECT coalesce(json_agg(row), '[]') FROM (${sql}) AS row`]);
  if (finished.code !== 0) throw new Error(finished.stderr);
  return JSON.parse(finished.stdout) as readonly Row[];
}
