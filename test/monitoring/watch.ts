import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { render, type Stack } from '../../src/index.ts';
import type { LiveStack } from '../../src/live/live.ts';
import { isExported } from '../../src/model/exporters.ts';
import type { Component } from '../../src/model/stack.ts';
import { exporterOf } from '../../src/targets/exporters.ts';
import { portEntry } from '../../src/targets/names.ts';
import { SECRETS_IN_CONTAINER } from '../../src/targets/secrets.ts';
import { accepts, freePort, startServer, type Server } from '../servers/child.ts';
import { makeSandbox, type Sandbox } from '../servers/sandbox.ts';
import { requireTool, type ToolId } from '../servers/tools.ts';

/** What watching takes, beside the stack. */
export const watchTools = ['prometheus', 'prometheus-nginx-exporter', 'prometheus-pgbouncer-exporter', 'prometheus-postgres-exporter', 'prometheus-redis-exporter'] as const satisfies readonly ToolId[];

const EXPORTERS: Readonly<Record<string, ToolId>> = {
  nginx: 'prometheus-nginx-exporter', pgbouncer: 'prometheus-pgbouncer-exporter', postgres: 'prometheus-postgres-exporter', redis: 'prometheus-redis-exporter',
};

/** One series of an answer. */
export interface Series { readonly metric: Readonly<Record<string, string>>; readonly value: number }

/** A Prometheus with the rendered files beside a running stack. */
export interface Watching {
  readonly query: (expression: string) => Promise<readonly Series[]>;
  /** The part of the API behind `/api/v1`. */
  readonly ask: (path: string) => Promise<Record<string, unknown>>;
  readonly stop: () => Promise<void>;
}

/** Starts the exporters of a stack as its plan has them, and a Prometheus with the rendered configuration; hosts, ports and paths are this machine's. */
export async function watch(plan: Stack, stack: LiveStack): Promise<Watching> {
  const sandbox = makeSandbox('watch');
  const started: Server[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.stop()));
    sandbox.remove();
  };
  try {
    const exporterPorts = new Map<string, number>();
    for (const component of plan.components.filter((each) => isExported(plan, each))) {
      const port = await freePort();
      exporterPorts.set(component.name, port);
      started.push(await startExporter(plan, stack, sandbox, component, port));
    }
    const port = await freePort();
    const targets = (component: string): readonly string[] => {
      const exporter = exporterPorts.get(component);
      return exporter === undefined ? stack.processes(component).map(({ host, metricsPort }) => `${host}:${metricsPort}`) : [`127.0.0.1:${exporter}`];
    };
    started.push(await startPrometheus(plan, sandbox, targets, port));
    const ask = async (path: string): Promise<Record<string, unknown>> => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`);
      const body = await answer.json() as { readonly status: string; readonly error?: string; readonly data: Record<string, unknown> };
      if (body.status !== 'success') throw new Error(`${path}: ${body.error}`);
      return body.data;
    };
    const query = async (expression: string): Promise<readonly Series[]> => {
      const { result } = await ask(`/query?query=${encodeURIComponent(expression)}`) as { readonly result: readonly { readonly metric: Series['metric']; readonly value: readonly [number, string] }[] };
      return result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    };
    return { query, ask, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The exporter as docker-compose.yml starts it, its server's name and port replaced by those of this machine. */
async function startExporter(plan: Stack, stack: LiveStack, sandbox: Sandbox, component: Component, port: number): Promise<Server> {
  const tool = EXPORTERS[component.kind];
  const about = exporterOf(plan, component, { hosts: [component.name], status: statusPort(stack) });
  const [server] = stack.processes(component.name);
  if (tool === undefined || about === undefined || server === undefined) throw new Error(`${component.name} cannot be watched here`);
  const program = requireTool(tool).path;
  const here = (text: string): string => text
    .replace(`${component.name}:${portEntry(plan, component).value}`, `127.0.0.1:${server.port}`)
    .replace(`//${component.name}:`, '//127.0.0.1:')
    .replaceAll(SECRETS_IN_CONTAINER, `${stack.folder}/secrets`)
    .replace(/\bpgbouncer_exporter\b/, program);
  const [command = program, ...before] = about.entrypoint?.map(here) ?? [program];
  return startServer({
    command, sandbox, stopSignal: 'SIGTERM',
    args: [...before, ...about.args.map(here), `--web.listen-address=127.0.0.1:${port}`],
    env: Object.fromEntries(Object.entries(about.env).map(([name, value]) => [name, here(value)])),
    ready: () => accepts(port),
  });
}

/** The port that stands for the one on which the proxy shows its state. */
function statusPort(stack: LiveStack): number {
  const mapped = stack.mapped.find(({ from }) => /^listen 8081$/.test(from));
  return Number(/:(\d+)$/.exec(mapped?.to ?? '')?.[1]);
}

async function startPrometheus(plan: Stack, sandbox: Sandbox, targets: (component: string) => readonly string[], port: number): Promise<Server> {
  for (const { path, text } of await render(plan)) {
    if (path.startsWith('monitoring/rules/')) sandbox.write(path.slice('monitoring/'.length), text);
    if (path === 'monitoring/prometheus.yml') sandbox.write('prometheus.yml', located(text, targets));
  }
  return startServer({
    command: requireTool('prometheus').path, sandbox, stopSignal: 'SIGTERM',
    args: [`--config.file=${sandbox.folder}/prometheus.yml`, `--storage.tsdb.path=${sandbox.folder}/data`, `--web.listen-address=127.0.0.1:${port}`],
    ready: async () => (await fetch(`http://127.0.0.1:${port}/-/ready`).then(({ ok }) => ok, () => false)),
  });
}

/** The configuration with addresses in place of names. */
function located(text: string, targets: (component: string) => readonly string[]): string {
  const configuration = parse(text) as { readonly scrape_configs: readonly { readonly job_name: string; readonly dns_sd_configs?: unknown }[] };
  return stringify({
    ...configuration,
    scrape_configs: configuration.scrape_configs.map(({ dns_sd_configs: _, ...job }) => ({ ...job, static_configs: [{ targets: targets(job.job_name) }] })),
  });
}

/** Waits until `settled` holds, at most `within` milliseconds. */
export async function until(settled: () => Promise<boolean>, within: number): Promise<void> {
  for (const deadline = Date.now() + within; !(await settled());) {
    if (Date.now() > deadline) throw new Error(`not settled within ${within} ms`);
    await sleep(250);
  }
}

