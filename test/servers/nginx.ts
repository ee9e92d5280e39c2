import { copyFileSync, existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Mapped } from '../../src/live/copies/lines.ts';
import { directives } from '../../src/live/copies/nginx-directives.ts';
import { listenPorts, nginxCopy } from '../../src/live/copies/nginx.ts';
import { startNameServer } from '../../src/live/names.ts';
import { writeCertificate } from './certificate.ts';
import { accepts, freePort, run, startServer } from './child.ts';
import { makeSandbox, type Sandbox } from './sandbox.ts';
import type { Tool } from './tools.ts';

/** What nginx says of a configuration. `problems` are its warnings and errors; `accepted` means that there are none. */
export interface NginxVerdict {
  readonly accepted: boolean;
  readonly problems: readonly string[];
  readonly output: string;
  readonly mapped: readonly Mapped[];
}

/** Warnings that only the throw-away certificate brings about. */
export const allowedWarnings: readonly RegExp[] = [/"ssl_stapling" ignored, issuer certificate not found/];

/** Asks `nginx -t` for its verdict on a test copy. A warning refuses the file unless it is allowed. */
export async function nginxTest(conf: string, tool: Tool, allowed: readonly RegExp[] = allowedWarnings): Promise<NginxVerdict> {
  const copy = await writeCopy(conf, tool, new Map(), 53);
  try {
    const { code, stdout, stderr } = await run(tool.path, ['-t', ...copy.args], { as: 'server', cwd: copy.sandbox.folder });
    const output = (stdout + stderr).replaceAll(`${copy.sandbox.folder}/`, '');
    const problems = problemsIn(output).filter((problem) => !allowed.some((pattern) => pattern.test(problem)));
    if (code !== 0 && problems.length === 0) problems.push(`nginx -t ended with ${code}: ${output}`);
    return { accepted: problems.length === 0, problems, output, mapped: copy.mapped };
  } finally {
    copy.sandbox.remove();
  }
}

/** A running nginx. `port` stands for the first port that the file listens on, `ports` for each of them. */
export interface RunningNginx {
  readonly port: number;
  readonly ports: ReadonlyMap<number, number>;
  readonly mapped: readonly Mapped[];
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts nginx on a test copy. `upstreams` gives the loopback port for an upstream as the file writes it: `{ 'api:3000': 41234 }`, `addresses` those of names that are looked up while it runs. */
export async function startNginx(conf: string, tool: Tool, options: { readonly upstreams?: Readonly<Record<string, number>>; readonly addresses?: (name: string) => readonly string[] } = {}): Promise<RunningNginx> {
  const { addresses = () => ['127.0.0.1'] } = options;
  const asked = new Set<string>();
  const names = await startNameServer((name) => {
    asked.add(name);
    return addresses(name);
  });
  const copy = await writeCopy(conf, tool, new Map(Object.entries(options.upstreams ?? {}).map(([name, port]) => [name, `127.0.0.1:${port}`])), names.port);
  const clear = async () => { await names.stop(); copy.sandbox.remove(); };
  const foreground = directives(conf).some(({ name }) => name === 'daemon') ? [] : ['-g', 'daemon off;'];
  const [port] = copy.ports.values();
  try {
    if (port === undefined) throw new Error('the file listens on no port');
    const server = await startServer({
      command: tool.path, args: [...copy.args, ...foreground], sandbox: copy.sandbox, stopSignal: 'SIGTERM', ready: async () => await accepts(port) && lookedUp(conf).every((name) => asked.has(name)),
    });
    return { port, ports: copy.ports, mapped: copy.mapped, log: server.log, stop: async () => { await server.stop(); await clear(); } };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** The names of upstreams' servers that nginx looks up when it already listens; until then it knows nobody to pass a request to. */
const lookedUp = (conf: string): readonly string[] =>
  directives(conf).filter(({ name, args, within }) => name === 'server' && within === 'upstream' && args.includes('resolve')).map(({ args }) => (args[0] ?? '').replace(/:\d+$/, '').toLowerCase());

interface WrittenCopy { readonly sandbox: Sandbox; readonly ports: ReadonlyMap<number, number>; readonly mapped: readonly Mapped[]; readonly args: readonly string[] }

async function writeCopy(conf: string, tool: Tool, upstreams: ReadonlyMap<string, string>, resolverPort: number): Promise<WrittenCopy> {
  const sandbox = makeSandbox('nginx');
  const ports = new Map<number, number>();
  for (const port of listenPorts(conf)) ports.set(port, await freePort());
  const { text, mapped, paths } = nginxCopy(conf, { folder: sandbox.folder, host: '127.0.0.1', ports, upstreams, resolverPort, ipv6: hasIpv6() });
  for (const path of paths) sandbox.makeFolder(relative(sandbox.folder, dirname(path)));
  if (paths.some((path) => path.endsWith('.pem'))) await writeCertificate(sandbox);
  const types = [join(dirname(tool.path), 'mime.types'), '/etc/nginx/mime.types'].find(existsSync);
  if (types !== undefined) copyFileSync(types, join(sandbox.folder, 'mime.types'));
  const file = sandbox.write('nginx.conf', text);
  // `-e`: what nginx says before it has read the file would otherwise go to a log that only root can open.
  return { sandbox, ports, mapped, args: ['-e', 'stderr', '-p', `${sandbox.folder}/`, '-c', file] };
}

function problemsIn(output: string): string[] {
  const said = [...output.matchAll(/\[(warn|error|crit|alert|emerg)\] (?:\d+#\d+: )?(.*)/g)].map(([, level, message]) => `${level}: ${message}`);
  return [...new Set(said)];
}

function hasIpv6(): 'yes' | 'no' {
  return Object.values(networkInterfaces()).flat().some((each) => each?.address === '::1') ? 'yes' : 'no';
}
