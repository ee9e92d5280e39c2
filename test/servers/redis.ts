import { accepts, freePort, run, startServer } from './child.ts';
import { copyLines, type MappedLine } from './line-copy.ts';
import { makeSandbox } from './sandbox.ts';
import { requireTool, type Tool } from './tools.ts';

/** A running Redis. */
export interface RunningRedis {
  readonly port: number;
  readonly mapped: readonly MappedLine[];
  /** All settings in Redis's own spelling: sizes in bytes, flags as yes and no. */
  readonly config: () => Promise<Readonly<Record<string, string>>>;
  /** Any command's answer, as redis-cli prints it. */
  readonly command: (...words: readonly string[]) => Promise<string>;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts Redis with a rendered redis.conf; throws with its log when it does not start. Only places and ports are mapped. */
export async function startRedis(conf: string, tool: Tool, options: { readonly password?: string } = {}): Promise<RunningRedis> {
  const sandbox = makeSandbox('redis');
  const port = await freePort();
  const files = (path: string) => (path === '' || path === '""' ? undefined : sandbox.write(`files/${path.replace(/.*\//, '').replaceAll('"', '')}`, ''));
  const copy = copyLines(conf, ' ', (name, value) => {
    switch (name.toLowerCase()) {
      case 'port': return String(port);
      case 'bind': return '127.0.0.1';
      case 'dir': return sandbox.makeFolder('data');
      case 'logfile': case 'pidfile': case 'aclfile': return files(value);
      case 'unixsocket': return `${sandbox.folder}/redis.sock`;
      default: return undefined;
    }
  });
  // A silent file would listen on Redis's own port, on every address.
  const silent = [['port', String(port)], ['bind', '127.0.0.1'], ['dir', sandbox.makeFolder('data')]] as const;
  const added = silent.filter(([name]) => !new RegExp(`^\\s*${name}\\s`, 'mi').test(conf)).flatMap(([name, value]) => [`--${name}`, value]);
  try {
    const server = await startServer({
      command: tool.path, args: [sandbox.write('redis.conf', copy.text), ...added], sandbox, stopSignal: 'SIGTERM', ready: () => accepts(port),
    });
    const password = options.password ?? /^\s*requirepass\s+"?([^"\s]+)/m.exec(conf)?.[1];
    return {
      port,
      mapped: [...copy.mapped, ...silent.filter(([name]) => added.includes(`--${name}`)).map(([name, value]) => ({ from: '', to: `${name} ${value}` }))],
      config: async () => JSON.parse(await ask(port, password, ['--json', 'CONFIG', 'GET', '*'])) as Record<string, string>,
      command: (...words) => ask(port, password, words),
      log: server.log,
      stop: async () => { await server.stop(); sandbox.remove(); },
    };
  } catch (error) {
    sandbox.remove();
    throw error;
  }
}

async function ask(port: number, password: string | undefined, words: readonly string[]): Promise<string> {
  const finished = await run(requireTool('redis-cli').path, ['-p', String(port), ...words], { env: password === undefined ? {} : { REDISCLI_AUTH: password } });
  const answer = finished.stdout.trim();
  if (finished.code !== 0 || /^"?(NOAUTH|NOPERM|ERR)\b/.test(answer)) throw new Error(`redis-cli ${words.join(' ')}: ${answer}${finished.stderr}`);
  return answer;
}
