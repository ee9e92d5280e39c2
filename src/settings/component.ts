import { settingsOf } from '../model/setting.ts';

const component = settingsOf('component');
const route = settingsOf('route');
const budget = settingsOf('budget');
const demand = settingsOf('demand');

/** Version of the server that the component runs: `18`, `1.30`. */
export const version = component.text('version', { about: 'Version of the server', concern: 'versions' });
export const image = component.text('image', { about: 'Container image', concern: 'versions' });
/** Relative to the rendered stack, as Compose reads it. */
export const build_context = component.text('build.context', { about: 'Folder that the image is built from', concern: 'versions' });
/** Relative to the folder of the build. */
export const build_dockerfile = component.text('build.dockerfile', { about: 'Dockerfile that the image is built by', concern: 'versions' });
/** What the last stage of the rendered Dockerfile stands on: it has the runtime and no compiler. */
export const base_image = component.text('base_image', { about: 'Image that the rendered Dockerfile builds on', concern: 'versions' });
/** What its first stage stands on: it may have compilers, and none of it is kept. */
export const builder_image = component.text('builder_image', { about: 'Image in which the rendered Dockerfile builds', concern: 'versions' });
/** A program and its arguments, without a shell. */
export const migrate = component.list('migrate', { about: 'Command that runs to its end before the application starts, as the role that owns the schema' });
/** The calling convention of a Python application, which decides what can serve it. */
export const interface_ = component.text('interface', { about: 'How a Python server calls the application: wsgi (Flask, Django) or asgi (FastAPI, Starlette)', oneOf: ['wsgi', 'asgi'] });
export const app = component.text('app', { about: 'The Python application: module:variable' });
/** A program and its arguments, without a shell: of components that no server of ours starts. */
export const command = component.list('command', { about: 'Program that the component runs' });
export const port = component.count('port', { about: 'Port it listens on', min: 1, max: 65535, concern: 'routing' });
export const replicas = component.count('replicas', { about: 'Instances that run side by side', silent: 1, min: 1, max: 1000, concern: 'capacity' });
/** Relative part of the traffic among the applications. */
export const share = component.ratio('share', { about: 'Share of the requests that this application answers', min: 0, max: 1, concern: 'capacity' });
/** `host:port` of a server that runs elsewhere; nothing is rendered for it. */
export const external = component.text('external', { about: 'host:port of a server that runs elsewhere', concern: 'routing' });
/** Port of the host that the proxy is published on. */
export const published_port = component.count('published_port', { about: 'Port of the host that Compose publishes', min: 1, max: 65535, concern: 'security' });
/** Replicas cannot share a port of the host: each takes one of a range. */
export const published_last_port = component.count('published_last_port', { about: 'Last port of the range that Compose publishes, one for each replica', min: 1, max: 65535, concern: 'security' });
/** The same for TLS, where the proxy ends it itself. */
export const published_tls_port = component.count('published_tls_port', { about: 'Port of the host that Compose publishes for TLS', min: 1, max: 65535, concern: 'security' });
export const published_tls_last_port = component.count('published_tls_last_port', { about: 'Last port of the range that Compose publishes for TLS, one for each replica', min: 1, max: 65535, concern: 'security' });

export const route_rate = route.rate('rate_limit', { about: 'Requests per second allowed to one client on this route', min: 0.1, max: 1_000_000, per: 'route' });
export const route_burst = route.count('burst', { about: 'Requests of one client that may exceed the rate at once', min: 0, max: 1_000_000, per: 'route' });
export const route_body = route.bytes('body_limit', { about: 'Greatest request body on this route', min: 1, max: 10 * 1024 ** 3, per: 'route' });
export const route_timeout = route.time('timeout', { about: 'Longest time the application works on this route', min: 1000, max: 24 * 3_600_000, per: 'route' });
export const route_connections = route.count('connections', { about: 'Connections of one client at once on this route', min: 1, max: 1_000_000, per: 'route' });
/** Requests from pages of other sites; the proxy answers their preflights. */
export const route_origins = route.list('allow_origins', { about: 'Sites whose pages may call this route (CORS), such as https://shop.example.com; * is every one, without cookies', per: 'route', concern: 'security' });
export const route_cache = route.time('cache_lifetime', { about: 'Lifetime of cached answers of this route', min: 1000, max: 366 * 24 * 3_600_000, per: 'route' });

/** Weights by which memory and CPU are split; only their proportion counts. */
export const memory_weight = budget.ratio('memory_weight', { about: 'Weight of the component when memory is split', concern: 'memory' });
export const cpu_weight = budget.ratio('cpu_weight', { about: 'Weight of the component when CPU is split', concern: 'cpu' });
/** The least that the component works with, for one replica. */
export const memory_floor = budget.bytes('memory_floor', { about: 'Least memory that the component works with' });
export const cpu_floor = budget.cores('cpu_floor', { about: 'Least CPU that the component works with' });
/** Memory above which the component gains nothing, for one replica. */
export const memory_ceiling = budget.bytes('memory_ceiling', { about: 'Memory above which the component gains nothing' });

/** What one pod of the component is given in a cluster, as far as a node has it. */
export const pod_cpu = budget.cores('pod_cpu', { about: 'CPU that one pod wants in a cluster' });
export const pod_memory = budget.bytes('pod_memory', { about: 'Memory that one pod wants in a cluster' });

/** What a request costs a proxy: the time of one core. */
export const cpu_per_request = demand.time('cpu_per_request', { about: 'CPU time of a proxy per request', concern: 'cpu' });
/** What one thread of a pooler or cache does, and how often a request asks it. */
export const operations_per_second = demand.rate('operations_per_second', { about: 'Operations that one thread does in a second' });
export const operations_per_request = demand.ratio('operations_per_request', { about: 'Operations that one request asks for' });

/** Requests per second that reach one application. */
export const app_rps = demand.rate('rps', { about: 'Requests per second that reach this application' });
/** What a worker does beside the requests of all applications together, which are 1. */
export const work_share = demand.ratio('work_share', { about: 'Work on messages, as a part of that on requests', min: 0 });
/** Requests in flight at the target, by Little's law. */
export const in_flight = demand.count('in_flight', { about: 'Requests in flight at the target' });
/** Requests per second of the whole target's mix that this tier can answer; of an application, within its share and the response time asked for; of a worker, messages per second. */
export const capacity = demand.rate('capacity', { about: 'Requests per second that its processes can answer' });
/** Sessions that the database serves best at once. */
export const active_sessions = demand.count('active_sessions', { about: 'Sessions that the database serves best at once', concern: 'connections' });
/** Connections that one replica of an application may hold. */
export const database_sessions = demand.count('database_sessions', { about: 'Database connections that one replica may hold', concern: 'connections' });
/** The same as if memory did not matter. */
export const cpu_sessions = demand.count('cpu_sessions', { about: 'Database connections that one replica would hold if memory did not matter', concern: 'connections' });
/** Processes of one replica that its CPU share alone would carry. */
export const cpu_workers = demand.count('cpu_workers', { about: 'Processes that the CPU share carries' });
/** Of Python servers, as if the database carried any number: in threads, in greenlets, or on an event loop. */
export const threads = demand.count('threads', { about: 'Requests that one process works on at once to keep its core busy', min: 1 });
/** Memory of the database that is left for sessions and what they sort and hash. */
export const session_memory = demand.bytes('session_memory', { about: 'Memory of the database left for sessions', concern: 'memory' });
/** Connections that the database's memory carries. */
export const connections_carried = demand.count('connections_carried', { about: 'Connections that the memory of the database carries', concern: 'connections' });
/** Connections that all clients may open at once, autoscaling and rolling update included. */
export const peak_connections = demand.count('peak_connections', { about: 'Connections that all clients may open at once', concern: 'connections' });
/** Connections needed before any autoscaling: replicas and one rolling update. */
export const base_connections = demand.count('base_connections', { about: 'Connections of all replicas during a rolling update', concern: 'connections' });
/** Connections that replicas and CPU would lead to; work memory is divided by it, so that more memory never lowers it. */
export const nominal_connections = demand.count('nominal_connections', { about: 'Connections that CPU and replicas alone would allow', concern: 'connections' });
/** Idle keep-alive connections of clients. */
export const idle_clients = demand.count('idle_clients', { about: 'Idle client connections kept open', concern: 'connections' });
