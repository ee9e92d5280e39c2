import { fileURLToPath } from 'node:url';
import type { ApplicationStart, LiveProcess } from '../../src/live/live.ts';
import { stackPrograms, stackTools } from '../live/tools.ts';
import { threadsOf } from '../servers/python/running.ts';
import { requireTool, type ToolId } from '../servers/tools.ts';

/** An application of examples/ in the stacks of these tests, and how its workers are told, found and counted. */
export interface Runtime {
  readonly name: string;
  readonly tools: readonly ToolId[];
  readonly programs: () => Readonly<Record<string, string>>;
  readonly start: ApplicationStart;
  /** The setting of its workers, and of the time that it keeps idle connections. */
  readonly workers: string;
  readonly keepalive: string;
  /** Other tests run on the same cores: an application that waits for them is not overloaded. */
  readonly patient: readonly string[];
  /** Times of its own that are too long for each test run. */
  readonly short: readonly string[];
  /** The workers of a copy that accept requests. */
  readonly working: (copy: LiveProcess) => readonly number[];
  /** Who sees to it that nobody is sent to a copy that stops: its process serves on for a while, or the platform waits before the stop signal. */
  readonly pause: 'its own' | "the platform's";
  /** Which side is stopped so that an idle connection's end and its next request meet: the one that sees the end too late; and for how many milliseconds longer than requests come. */
  readonly late: { readonly side: 'api' | 'proxy'; readonly by: number };
}

const example = (folder: string): string => fileURLToPath(new URL(`../../examples/${folder}`, import.meta.url));

/** The pids of a copy that its log names in such lines. */
const saidIn = (copy: LiveProcess, pidIn: (line: string) => number | undefined): readonly number[] => {
  const pids = copy.pids();
  return copy.log().split('\n').flatMap((line) => pidIn(line) ?? []).filter((pid) => pids.includes(pid));
};

/** examples/items-api with the runtime of Plumbline. */
export const node: Runtime = {
  name: 'Node', tools: stackTools, programs: stackPrograms,
  start: { command: ['node', 'server.mjs'], cwd: example('items-api'), migrate: ['node', 'migrate.mjs'], env: { LOG_LEVEL: 'debug' } },
  workers: 'api.node.workers', keepalive: 'api.node.keepAliveTimeout',
  patient: ['api.node.max_event_loop_delay=5s', 'api.node.max_event_loop_utilization=1'],
  short: ['api.node.shutdown_delay=3s'],
  working: (copy) => saidIn(copy, (line) => (line.includes('"msg":"listening"') && line.includes('"worker":') ? Number(JSON.parse(line).pid) : undefined)),
  pause: 'its own',
  late: { side: 'api', by: 20 },
};

const gunicorn = (folder: string): Omit<Runtime, 'name' | 'working' | 'late'> => ({
  tools: [...stackTools, 'python', 'gunicorn'],
  programs: () => ({ ...stackPrograms(), python: requireTool('python').path }),
  start: { cwd: example(folder), migrate: ['python', 'migrate.py'] },
  workers: 'api.gunicorn.workers', keepalive: 'api.gunicorn.keepalive', patient: [], short: [],
  pause: "the platform's",
});

/** examples/items-flask in threads of gunicorn. */
export const flask: Runtime = {
  name: 'Flask', ...gunicorn('items-flask'),
  // A worker that has answered has more than its first thread.
  working: (copy) => copy.pids().slice(1).filter((pid) => threadsOf(pid) > 1),
  // A worker that nobody asks looks for idle connections once a second.
  late: { side: 'proxy', by: 1000 },
};

/** examples/items-fastapi on the event loops of uvicorn's workers for gunicorn. */
export const fastapi: Runtime = {
  name: 'FastAPI', ...gunicorn('items-fastapi'),
  working: (copy) => saidIn(copy, (line) => (line.includes('Application startup complete') ? Number(/\[(\d+)\] \[INFO\]/.exec(line)?.[1]) : undefined)),
  late: { side: 'proxy', by: 20 },
};
