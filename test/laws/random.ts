import fc from 'fast-check';
import { entryId, type Entry } from '../../src/model/entry.ts';
import { InputError } from '../../src/model/problem.ts';
import type { Link, Route, Stack } from '../../src/model/stack.ts';
import { GiB, MiB, type Value } from '../../src/model/value.ts';
import { settingNamed } from '../../src/settings/index.ts';
import { size } from '../../src/size.ts';

/** What serves an application written in Python. */
export interface Serving {
  readonly kind: 'gunicorn' | 'uvicorn';
  readonly version: string;
  readonly workerClass?: string;
  readonly interface?: 'wsgi' | 'asgi';
}

/** What a random profile is made from; plain data, so that a counterexample can be read. */
export interface Draft {
  /** One machine, unless told. */
  readonly topology?: 'cluster';
  readonly cpu: number;
  readonly memory: number;
  readonly disk: string;
  readonly diskSize: number;
  readonly platform: string;
  readonly rps: number;
  readonly p95: number;
  readonly users: number;
  readonly workload: string;
  readonly cpuTime: number;
  readonly wait: number;
  readonly queries: number;
  readonly queryTime: number;
  readonly response: number;
  readonly body: number;
  readonly ha: boolean;
  readonly tls: boolean;
  readonly apis: number;
  readonly cache: boolean;
  readonly pooler: boolean;
  readonly queue?: boolean;
  /** Node unless told. */
  readonly serving?: Serving;
  /** The first application alone is served so; the others run Node. */
  readonly mixed?: boolean;
  readonly workerMemory?: number;
  readonly frontend?: boolean;
  /** A worker that takes messages of the queue. */
  readonly worker?: boolean;
  readonly mongo?: boolean;
  /** Components that must not be added. */
  readonly without?: readonly string[];
  readonly nginx: string;
  readonly node: string;
  readonly postgres: string;
  readonly redis: string;
  readonly pgbouncer: string;
  readonly routeTimeout: number | undefined;
  readonly stream: 'none' | 'websocket' | 'sse';
  readonly build: readonly [context: string, dockerfile?: string] | undefined;
  readonly migrate: readonly string[] | undefined;
}

/** Numbers spread evenly over the orders of magnitude (fast-check's own doubles crowd around zero). */
const log = (low: number, high: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 1000 }).map((x) => low * (high / low) ** (x / 1000));

/** Machines from 1 core and 1 GiB to 64 cores and 256 GiB, every disk, platform, workload, version and set of components. */
export const drafts: fc.Arbitrary<Draft> = fc.record({
  cpu: log(1, 64).map((cores) => Math.round(cores * 4) * 250),
  memory: log(1, 256).map((gib) => Math.round(gib * 8) * 128 * MiB),
  disk: fc.constantFrom('hdd', 'san', 'ssd', 'nvme'),
  diskSize: log(10, 4000).map((gib) => Math.round(gib) * GiB),
  platform: fc.constantFrom('vm', 'docker', 'docker', 'docker', 'kubernetes', 'gke', 'eks', 'aks'),
  rps: log(1, 50_000).map(Math.round),
  p95: fc.integer({ min: 20, max: 2000 }),
  users: log(1, 100_000).map(Math.round),
  workload: fc.constantFrom('web', 'oltp', 'analytics', 'mixed'),
  cpuTime: log(0.1, 100).map((ms) => Math.round(ms * 100) / 100),
  wait: fc.integer({ min: 0, max: 500 }),
  queries: fc.integer({ min: 0, max: 20 }),
  queryTime: log(0.2, 200).map((ms) => Math.round(ms * 100) / 100),
  response: log(256, 1_000_000).map(Math.round),
  body: log(1024, 200_000_000).map(Math.round),
  ha: fc.boolean(),
  tls: fc.boolean(),
  apis: fc.constantFrom(1, 1, 1, 2, 3),
  cache: fc.boolean(),
  pooler: fc.constantFrom(false, false, true),
  queue: fc.constantFrom(false, false, false, false, true),
  nginx: fc.constantFrom('1.22', '1.24', '1.26', '1.28', '1.30', '1.31'),
  node: fc.constantFrom('20', '22', '24', '26'),
  postgres: fc.constantFrom('13', '14', '15', '16', '17', '18'),
  redis: fc.constantFrom('7.0', '7.4', '8.0'),
  pgbouncer: fc.constantFrom('1.18.0', '1.21.0', '1.24.1'),
  routeTimeout: fc.option(fc.integer({ min: 5, max: 300 }).map((s) => s * 1000), { nil: undefined }),
  stream: fc.constantFrom('none', 'none', 'websocket', 'sse'),
  build: fc.constantFrom<Draft['build'][]>(undefined, ['../..'], ['../../api', 'docker/Dockerfile.api']),
  migrate: fc.constantFrom<Draft['migrate'][]>(undefined, [], ['node', 'migrate.mjs'], ['npm', 'run', 'db:migrate', '--', '--retries=3']),
});

const SERVINGS: readonly Serving[] = [
  ...['20.1.0', '21.2.0', '22.0.0', '23.0.0', '24.1.1', '25.3.0', '26.2.0', '27.0.1'].flatMap((version): readonly Serving[] => [
    { kind: 'gunicorn', version },
    { kind: 'gunicorn', version, interface: 'asgi' },
    { kind: 'gunicorn', version, workerClass: 'sync' },
    { kind: 'gunicorn', version, workerClass: 'gevent' },
  ]),
  ...['24.1.1', '27.0.1'].map((version): Serving => ({ kind: 'gunicorn', version, workerClass: 'asgi' })),
  ...['0.20.0', '0.30.6', '0.40.0', '0.54.0'].flatMap((version): readonly Serving[] => [{ kind: 'uvicorn', version }, { kind: 'uvicorn', version, interface: 'asgi' }]),
];

/** The same with applications in Python under every server and class of workers, frontends of Next.js, workers of a queue, and a MongoDB elsewhere. */
export const pythonDrafts: fc.Arbitrary<Draft> = fc
  .record({
    draft: drafts, serving: fc.constantFrom(...SERVINGS), mixed: fc.boolean(), frontend: fc.boolean(), worker: fc.boolean(), mongo: fc.boolean(),
    workerMemory: log(50, 1000).map((mib) => Math.round(mib) * MiB), queue: fc.boolean(),
  })
  .map(({ draft, ...python }) => ({ ...draft, ...python }));

/** Clusters of nodes from 2 cores and 4 GiB to 64 cores and 512 GiB, with and without a pooler, for up to 100,000 requests a second. */
const onNodes = (machines: fc.Arbitrary<Draft>): fc.Arbitrary<Draft> => fc
  .record({
    draft: machines,
    cpu: log(2, 64).map((cores) => Math.round(cores) * 1000),
    memory: log(4, 512).map((gib) => Math.round(gib) * GiB),
    platform: fc.constantFrom('kubernetes', 'gke', 'eks', 'aks'),
    rps: log(10, 100_000).map(Math.round),
    without: fc.constantFrom<(readonly string[])[]>([], [], [], ['pooler']),
  })
  .map(({ draft, without, ...cluster }) => ({ ...draft, ...cluster, topology: 'cluster', without: draft.pooler ? [] : without }));

export const clusterDrafts = onNodes(drafts);
export const pythonClusterDrafts = onNodes(pythonDrafts);

/** The stack that a loader would make of a draft. */
export function stackOf(draft: Draft): Stack {
  const entries = new Map<string, Entry>();
  let line = 0;
  const state = (component: string, kind: string, name: string, value: Value | undefined, subject?: string): void => {
    const setting = settingNamed(kind, name);
    if (setting === undefined) throw new Error(`no setting ${kind}.${name}`);
    if (value === undefined) return;
    const id = entryId({ name: component }, setting, subject);
    entries.set(id, { id, component, setting, value, origin: { from: 'stated', at: { file: 'random.yaml', line: ++line, column: 1 } }, ...(subject === undefined ? {} : { subject }) });
  };
  const apis = Array.from({ length: draft.apis }, (_, i) => (i === 0 ? 'api' : `api${i + 1}`));
  state('machine', 'machine', 'cpu', draft.cpu);
  state('machine', 'machine', 'memory', draft.memory);
  state('machine', 'machine', 'disk.kind', draft.disk);
  state('machine', 'machine', 'disk.size', draft.diskSize);
  state('machine', 'machine', 'platform', draft.platform);
  state('targets', 'targets', 'rps', draft.rps);
  state('targets', 'targets', 'p95', draft.p95);
  state('targets', 'targets', 'users', draft.users);
  state('workload', 'workload', 'kind', draft.workload);
  state('workload', 'workload', 'cpu_time', draft.cpuTime);
  state('workload', 'workload', 'wait_time', draft.wait);
  state('workload', 'workload', 'queries_per_request', draft.queries);
  state('workload', 'workload', 'query_time', draft.queryTime);
  state('workload', 'workload', 'response_size', draft.response);
  state('workload', 'workload', 'body_size', draft.body);
  state('profile', 'profile', 'topology', draft.topology);
  state('profile', 'profile', 'without', draft.without);
  state('profile', 'profile', 'ha', draft.ha);
  state('profile', 'profile', 'tls', draft.tls);
  state('proxy', 'component', 'version', draft.nginx);
  const servingOf = (api: string): Serving | undefined => (api === 'api' || draft.mixed !== true ? draft.serving : undefined);
  for (const api of apis) {
    const serving = servingOf(api);
    state(api, 'component', 'version', serving?.version ?? draft.node);
    if (serving?.workerClass !== undefined) state(api, 'gunicorn', 'worker_class', serving.workerClass);
    if (serving?.interface !== undefined) state(api, 'component', 'interface', serving.interface);
    if (serving !== undefined) state(api, 'workload', 'worker_memory', draft.workerMemory);
  }
  if (draft.frontend) state('web', 'component', 'version', draft.node);
  const worker = draft.worker === true && draft.queue === true;
  if (worker) {
    state('worker', 'component', 'command', ['python', '-m', 'worker']);
    state('worker', 'workload', 'worker_memory', draft.workerMemory);
  }
  const mongo = draft.mongo === true && draft.serving !== undefined;
  if (mongo) state('mongo', 'component', 'external', 'mongo.example.com:27017');
  state('db', 'component', 'version', draft.postgres);
  if (draft.cache) state('cache', 'component', 'version', draft.redis);
  if (draft.pooler) state('pooler', 'component', 'version', draft.pgbouncer);
  if (draft.queue) state('queue', 'component', 'version', '4.1.0');
  for (const api of apis) {
    state(api, 'component', 'build.context', draft.build?.[0]);
    state(api, 'component', 'build.dockerfile', draft.build?.[1]);
    state(api, 'component', 'migrate', draft.migrate);
  }
  state('api', 'route', 'timeout', draft.routeTimeout, '/feed');
  const route = (path: string, to: string, extra: Partial<Route> = {}): Route => ({ path, to, cache: 'none', auth: false, stream: 'none', immutable: false, ...extra });
  const routes = [route('/', draft.frontend ? 'web' : 'api'), ...(draft.frontend ? [route('/_next/static/', 'web', { cache: 'long', immutable: true })] : []), route('/feed', 'api', { cache: 'short' }), route('/live', 'api', { stream: draft.stream }), ...apis.slice(1).map((api) => route(`/${api}/`, api))];
  const stores = (from: string): Link[] => [
    { from, to: draft.pooler ? 'pooler' : 'db' },
    ...(draft.cache ? [{ from, to: 'cache' }] : []),
    ...(draft.queue ? [{ from, to: 'queue' }] : []),
    ...(mongo && servingOf(from) !== undefined ? [{ from, to: 'mongo' }] : []),
  ];
  const links: Link[] = [...apis.flatMap((api) => [{ from: 'proxy', to: api }, ...stores(api)]), ...(draft.frontend ? [{ from: 'proxy', to: 'web' }] : []), ...(worker ? stores('worker') : [])];
  if (draft.pooler) links.push({ from: 'pooler', to: 'db' });
  const components = [
    { name: 'proxy', kind: 'nginx' },
    ...(draft.frontend ? [{ name: 'web', kind: 'next' }] : []),
    ...apis.map((name) => ({ name, kind: servingOf(name)?.kind ?? 'node' })),
    ...(worker ? [{ name: 'worker', kind: 'python' }] : []),
    ...(draft.pooler ? [{ name: 'pooler', kind: 'pgbouncer' }] : []),
    { name: 'db', kind: 'postgres' },
    ...(draft.cache ? [{ name: 'cache', kind: 'redis' }] : []),
    ...(draft.queue ? [{ name: 'queue', kind: 'kafka' }] : []),
    ...(mongo ? [{ name: 'mongo', kind: 'mongodb' }] : []),
  ];
  return { name: 'random', components, links, routes, entries };
}

/** The plan of a stack, or `undefined` where its machine or node is refused as too small. */
export function planOf(stack: Stack): Stack | undefined {
  try {
    return size(stack);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}

/** How far a capacity may seem to fall: the rate of messages of a worker is rounded, and what the stores answer beside it follows. */
export const exactness = ({ worker }: Draft): number => (worker === true ? 0.998 : 1);
