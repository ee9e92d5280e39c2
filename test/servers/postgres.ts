import { dirname, join } from 'node:path';
import { writeCertificate } from './certificate.ts';
import { freePort, run, startServer } from './child.ts';
import { postgresCopy, type PostgresCopy } from './postgres-copy.ts';
import { psql, psqlRows } from './psql.ts';
import { makeSandbox, type Sandbox } from './sandbox.ts';
import { requireTool, type PostgresMajor, type ToolId } from './tools.ts';

/** One row of pg_settings. */
export interface PgSetting {
  readonly name: string;
  readonly setting: string;
  readonly unit: string | null;
  readonly vartype: 'bool' | 'integer' | 'real' | 'enum' | 'string';
  readonly source: string;
  readonly boot_val: string | null;
  readonly pending_restart: boolean;
}

/** A setting that holds for a role, a database, or both (an empty name means: any). */
export interface RoleSetting { readonly role: string; readonly database: string; readonly name: string; readonly setting: string }

/** A running PostgreSQL. */
export interface RunningPostgres {
  readonly port: number;
  readonly mapped: PostgresCopy['mapped'];
  readonly overridden: PostgresCopy['overridden'];
  /** The value of one setting in PostgreSQL's own spelling. */
  readonly show: (name: string) => Promise<string>;
  /** Every setting, as a role that logs in sees it. */
  readonly allSettings: (role?: string) => Promise<readonly PgSetting[]>;
  /** What ALTER ROLE and ALTER DATABASE have set. */
  readonly roleSettings: () => Promise<readonly RoleSetting[]>;
  /** The rows of any query. */
  readonly query: <Row>(sql: string) => Promise<readonly Row[]>;
  /** Runs a script as the official image runs an init script; returns its errors. */
  readonly applySql: (sql: string, options?: SqlOptions) => Promise<readonly string[]>;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** What an init script runs with: the image's POSTGRES_DB and the container's environment. */
export interface SqlOptions { readonly database?: string; readonly env?: Readonly<Record<string, string>> }

/** Starts a new server of a major with a rendered postgresql.conf; throws with the server's log when it does not start. */
export async function startPostgres(major: PostgresMajor, options: { readonly conf: string; readonly database?: string }): Promise<RunningPostgres> {
  const id: ToolId = `postgres-${major}`;
  const { path } = requireTool(id);
  const sandbox = makeSandbox('postgres');
  try {
    await copyTemplate(join(dirname(path), 'initdb'), sandbox);
    const port = await freePort();
    const copy = postgresCopy(options.conf, major, { folder: sandbox.folder, port });
    if ('ssl_cert_file' in copy.overridden) await writeCertificate(sandbox);
    const file = sandbox.write('postgresql.conf', copy.text);
    const server = await startServer({
      command: path,
      args: ['-D', join(sandbox.folder, 'data'), '-c', `config_file=${file}`, ...Object.entries(copy.overridden).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      sandbox,
      // Fast shutdown, as the official image's STOPSIGNAL.
      stopSignal: 'SIGINT',
      ready: async () => (await psql({ port }, ['-c', 'SELECT 1'])).code === 0,
    });
    const stop = async () => { await server.stop(); sandbox.remove(); };
    const running = { ...questions(port), port, mapped: copy.mapped, overridden: { ...copy.overridden, config_file: file }, log: server.log, stop };
    if (options.database !== undefined) {
      const errors = await running.applySql(`CREATE DATABASE "${options.database}"`);
      if (errors.length > 0) { await stop(); throw new Error(errors.join('\n')); }
    }
    return running;
  } catch (error) {
    sandbox.remove();
    throw error;
  }
}

// initdb takes most of a start: once per major, then copied.
const templates = new Map<string, Promise<Sandbox>>();

async function copyTemplate(command: string, sandbox: Sandbox): Promise<void> {
  const template = templates.get(command) ?? initdb(command);
  templates.set(command, template);
  const copied = await run('cp', ['-a', join((await template).folder, 'data'), sandbox.folder], { as: 'server' });
  if (copied.code !== 0) throw new Error(`cp: ${copied.stderr}`);
}

async function initdb(command: string): Promise<Sandbox> {
  const sandbox = makeSandbox('initdb');
  const finished = await run(command, ['-D', join(sandbox.folder, 'data'), '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'], { as: 'server' });
  if (finished.code !== 0) throw new Error(`initdb: ${finished.stdout}${finished.stderr}`);
  return sandbox;
}

function questions(port: number): Pick<RunningPostgres, 'show' | 'allSettings' | 'roleSettings' | 'query' | 'applySql'> {
  const query = <Row>(sql: string) => psqlRows<Row>({ port }, sql);
  return {
    query,
    allSettings: (role = 'postgres') => psqlRows<PgSetting>({ port, user: role }, 'SELECT name, setting, unit, vartype, source, boot_val, pending_restart FROM pg_settings'),
    roleSettings: () => query<RoleSetting>(`
      SELECT coalesce(r.rolname, '') AS role, coalesce(d.datname, '') AS database, split_part(c, '=', 1) AS name, substr(c, strpos(c, '=') + 1) AS setting
      FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) c`),
    async show(name) {
      const finished = await psql({ port }, ['-c', `SHOW "${name}"`]);
      if (finished.code !== 0) throw new Error(finished.stderr);
      return finished.stdout.trimEnd();
    },
    async applySql(sql, { database = 'postgres', env = {} } = {}) {
      const sandbox = makeSandbox('sql');
      try {
        // The image's entry point runs init scripts like this; `-1` it does not use.
        const finished = await psql({ port, database, env }, ['-v', 'ON_ERROR_STOP=1', '-f', sandbox.write('init.sql', sql)]);
        const errors = finished.stderr.split('\n').filter((line) => /\b(ERROR|FATAL|error|WARNING):/.test(line)).map((line) => line.replaceAll(`${sandbox.folder}/`, ''));
        return finished.code === 0 || errors.length > 0 ? errors : [`psql ended with ${finished.code}: ${finished.stderr}`];
      } finally {
        sandbox.remove();
      }
    },
  };
}
