import { accepts, freePort, run, startServer } from './child.ts';
import type { Mapped } from '../../src/live/copies/lines.ts';
import { redisCopy } from '../../src/live/copies/redis.ts';
import { makeSandbox } from './sandbox.ts';
import { requireTool, type Tool } from './tools.ts';

/** A running Redis. */
export interface RunningRedis {
  readonly port: number;
  readonly mapped: readonly Mapped[];
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
  const copy = redisCopy(conf, { port, data: sandbox.makeFolder('data'), socket: `${sandbox.folder}/redis.sock`, file: (name) => sandbox.write(`files/${name}`, '') });
  try {
    const server = await startServer({
      command: tool.path, args: [sandbox.write('redis.conf', copy.text), ...copy.args], sandbox, stopSignal: 'SIGTERM', ready: () => accepts(port),
    });
    const password = options.password ?? /^\s*requirepass\s+"?([^"\s]+)/m.exec(conf)?.[1];
    return {
      port,
      mapped: copy.mapped,
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
