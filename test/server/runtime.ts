import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, onTestFinished } from 'vitest';
import { freePort } from '../servers/child.ts';
import { configWith, type Changes } from './config.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Inside node_modules, so that the servers find fastify, pg and the rest as an installed application would.
const cache = join(root, 'node_modules', '.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'plumbline-server-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const bundled = build({
  entryPoints: [join(root, 'src/server/index.ts')], outfile: join(folder, 'plumbline.mjs'), bundle: true, platform: 'node', target: 'node20', format: 'esm', sourcemap: 'inline',
  banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
});

/** One line that a server has logged. */
export interface LogLine { readonly level: number; readonly time: number; readonly pid: number; readonly msg: string; readonly worker?: number; readonly err?: { readonly message: string } }

/** How a server ended. */
export interface Ending { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** A server that runs as a process of its own. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  readonly metricsUrl: string;
  readonly log: () => readonly LogLine[];
  /** What it wrote beside its log. */
  readonly errors: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ending>;
}

/** What a test server is started with. */
export interface ServerOptions {
  readonly changes?: Changes;
  readonly env?: Readonly<Record<string, string>>;
  /** Lines of the configuration module after `config`, for what JSON cannot say. */
  readonly configCode?: string;
}

/** The Node that servers run with: another one than the tests' own, to try it. */
export const NODE = process.env.PLUMBLINE_NODE || process.execPath;

let count = 0;

/** Starts a server: `body` is the inside of the application, a function of `context`, which may `await import()`. It is ended with the test. */
export async function launch(body: string, { changes = {}, env = {}, configCode = '' }: ServerOptions = {}): Promise<RunningServer> {
  await bundled;
  const port = await freePort();
  const metricsPort = await freePort();
  const config = configWith({ ...changes, listen: { port, ...changes.listen }, metrics: { port: metricsPort, ...changes.metrics } });
  const name = `server-${(count += 1)}`;
  const configFile = join(folder, `${name}.config.mjs`);
  writeFileSync(configFile, `export const config = ${JSON.stringify(config)};\n${configCode}\n`);
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, `import { serve, fastifyHandler, fastifyOptions, expressHandler, nameRoute, signalOf } from './plumbline.mjs';\nawait serve(async (context) => {\n${body}\n});\n`);

  const child = spawn(NODE, [file], { cwd: folder, env: { PATH: process.env.PATH, SERVER_CONFIG: configFile, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  const ended = new Promise<Ending>((resolve) => { child.once('close', (code, signal) => { resolve({ code, signal }); }); });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(timer);
  });
  return {
    pid: child.pid ?? 0, port, url: `http://127.0.0.1:${port}`, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`, ended,
    log: () => stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as LogLine),
    errors: () => stderr,
    signal: (signal) => { child.kill(signal); },
  };
}

/** Starts a server and waits until all its workers listen. */
export async function launched(body: string, options?: ServerOptions): Promise<RunningServer> {
  const server = await launch(body, options);
  await Promise.race([
    logged(server, 'listening', ({ worker }) => worker === undefined),
    server.ended.then(({ code }) => { throw new Error(`the server ended with ${code}:\n${JSON.stringify(server.log(), null, 1)}\n${server.errors()}`); }),
  ]);
  return server;
}

/** Waits for a line of the log that begins with a text. */
export async function logged(server: RunningServer, text: string, which: (line: LogLine) => boolean = () => true): Promise<LogLine> {
  return eventually(() => server.log().find((line) => line.msg.startsWith(text) && which(line)), () => `no "${text}" in ${JSON.stringify(server.log(), null, 1)}\n${server.errors()}`);
}

/** Asks again and again until there is an answer that is not undefined or false. */
export async function eventually<Value>(ask: () => Value | undefined | false | Promise<Value | undefined | false>, otherwise: () => string, within = 20_000): Promise<Value> {
  for (const deadline = Date.now() + within; ;) {
    const found = await ask();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(otherwise());
    await sleep(20);
  }
}

/** The process ids of the workers, as the server's answers at `/pid` name them. */
export const HANDLER_WITH_PID = "return (request, response) => { response.end(String(process.pid)); };";
