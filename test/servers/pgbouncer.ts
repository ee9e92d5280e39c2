import type { Mapped } from '../../src/live/copies/lines.ts';
import { pgbouncerCopy } from '../../src/live/copies/pgbouncer.ts';
import { freePort, startServer } from './child.ts';
import { writeCertificate } from './certificate.ts';
import { psql, type Connection } from './psql.ts';
import { makeSandbox } from './sandbox.ts';
import type { Tool } from './tools.ts';

/** A running PgBouncer. */
export interface RunningPgbouncer {
  readonly port: number;
  readonly mapped: readonly Mapped[];
  /** `SHOW CONFIG`: times in seconds, flags as 0 and 1, by name. */
  readonly config: () => Promise<Readonly<Record<string, string>>>;
  /** The rows of any admin command such as `SHOW DATABASES`, each as a list of columns. */
  readonly admin: (command: string) => Promise<readonly (readonly string[])[]>;
  /** Warnings and errors in the log. */
  readonly problems: () => readonly string[];
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** What stands behind and beside PgBouncer: PostgreSQL's port, and the lines of its user list. */
export interface PgbouncerOptions { readonly serverPort?: number; readonly userlist?: string }

/** Starts PgBouncer with a rendered pgbouncer.ini; throws with its log when it does not start. Only places, ports and hosts are mapped. */
export async function startPgbouncer(ini: string, tool: Tool, options: PgbouncerOptions = {}): Promise<RunningPgbouncer> {
  const sandbox = makeSandbox('pgbouncer');
  const port = await freePort();
  const serverPort = options.serverPort ?? await freePort();
  const userlist = sandbox.write('userlist.txt', options.userlist ?? '"app" "app"\n');
  const copy = pgbouncerCopy(ini, { folder: sandbox.folder, port, serverPort, userlist });
  // Over its socket PgBouncer lets its own account in as `pgbouncer` without a password, whatever the file says of users.
  const console: Connection = { host: sandbox.folder, port, user: 'pgbouncer', database: 'pgbouncer' };
  try {
    if (copy.text.includes(`${sandbox.folder}/certificate.pem`)) await writeCertificate(sandbox);
    const server = await startServer({
      command: tool.path, args: [sandbox.write('pgbouncer.ini', copy.text)], sandbox, stopSignal: 'SIGTERM',
      ready: async () => (await psql(console, ['-c', 'SHOW VERSION'])).code === 0,
    });
    const admin = async (command: string) => {
      const finished = await psql(console, ['-c', command]);
      if (finished.code !== 0) throw new Error(finished.stderr);
      return finished.stdout.trimEnd().split('\n').map((line) => line.split('\t'));
    };
    return {
      port,
      mapped: copy.mapped,
      admin,
      config: async () => Object.fromEntries((await admin('SHOW CONFIG')).map(([name = '', value = '']) => [name, value])),
      problems: () => [...server.log().matchAll(/ (WARNING|ERROR|FATAL) (.*)/g)].map(([, level, message]) => `${level}: ${message}`),
      log: server.log,
      stop: async () => { await server.stop(); sandbox.remove(); },
    };
  } catch (error) {
    sandbox.remove();
    throw error;
  }
}
