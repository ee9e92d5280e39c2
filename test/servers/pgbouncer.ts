import { freePort, startServer } from './child.ts';
import { writeCertificate } from './certificate.ts';
import { copyLines, type MappedLine } from './line-copy.ts';
import { psql, type Connection } from './psql.ts';
import { makeSandbox } from './sandbox.ts';
import type { Tool } from './tools.ts';

/** A running PgBouncer. */
export interface RunningPgbouncer {
  readonly port: number;
  readonly mapped: readonly MappedLine[];
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
  const stated = new Set<string>();
  const copy = copyLines(ini, ' = ', (name, value, section) => {
    if (section === 'databases') return mapDatabase(value, serverPort);
    if (section !== 'pgbouncer') return undefined;
    stated.add(name);
    switch (name) {
      case 'listen_addr': return '127.0.0.1';
      case 'listen_port': return String(port);
      case 'unix_socket_dir': return sandbox.folder;
      case 'auth_file': return sandbox.write('userlist.txt', options.userlist ?? '"app" "app"\n');
      case 'logfile': case 'pidfile': return value === '' ? undefined : `${sandbox.folder}/${name}`;
      case 'client_tls_key_file': case 'server_tls_key_file': return `${sandbox.folder}/key.pem`;
      case 'client_tls_cert_file': case 'client_tls_ca_file': case 'server_tls_cert_file': case 'server_tls_ca_file': return `${sandbox.folder}/certificate.pem`;
      default: return undefined;
    }
  });
  const silent = Object.entries({ listen_addr: '127.0.0.1', listen_port: String(port), unix_socket_dir: sandbox.folder })
    .filter(([name]) => !stated.has(name)).map(([name, value]) => `${name} = ${value}`);
  const text = silent.length === 0 ? copy.text : copy.text.replace(/^\s*\[pgbouncer\].*$/m, (line) => [line, ...silent].join('\n'));
  // Over its socket PgBouncer lets its own account in as `pgbouncer` without a password, whatever the file says of users.
  const console: Connection = { host: sandbox.folder, port, user: 'pgbouncer', database: 'pgbouncer' };
  try {
    if (copy.text.includes(`${sandbox.folder}/certificate.pem`)) await writeCertificate(sandbox);
    const server = await startServer({
      command: tool.path, args: [sandbox.write('pgbouncer.ini', text)], sandbox, stopSignal: 'SIGTERM',
      ready: async () => (await psql(console, ['-c', 'SHOW VERSION'])).code === 0,
    });
    const admin = async (command: string) => {
      const finished = await psql(console, ['-c', command]);
      if (finished.code !== 0) throw new Error(finished.stderr);
      return finished.stdout.trimEnd().split('\n').map((line) => line.split('\t'));
    };
    return {
      port,
      mapped: [...copy.mapped, ...silent.map((to) => ({ from: '', to }))],
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

function mapDatabase(connection: string, serverPort: number): string {
  const rest = connection.replace(/\b(host|port)\s*=\s*('[^']*'|\S+)\s*/g, '').trim();
  return `host=127.0.0.1 port=${serverPort} ${rest}`.trim();
}
