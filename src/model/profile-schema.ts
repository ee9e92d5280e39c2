import type { FromSchema } from 'json-schema-to-ts';
import { BASE, COMPONENT_NAME, CORES, HEADER_NAME, HEADER_VALUE, RATE, RATIO, REQUEST_NAME, REQUEST_PATH, ROUTE_PATH, SIZE, STACK_NAME, TEXTS, TIME } from './spelling.ts';

/** Leaves of the schema, one per unit. Their ranges repeat those of the settings; a test holds them together. */
const size = (description: string, ...examples: readonly string[]) => ({ type: 'string', pattern: SIZE, description, examples }) as const;
const time = (description: string, ...examples: readonly string[]) => ({ type: 'string', pattern: TIME, description, examples }) as const;
/** A time that may also be none at all. */
const timeOrZero = (description: string, ...examples: readonly string[]) => ({ type: ['string', 'integer'], pattern: TIME, minimum: 0, maximum: 0, description, examples }) as const;
const cores = (description: string, minimum: number, maximum: number, ...examples: readonly (number | string)[]) => ({ type: ['number', 'string'], pattern: CORES, minimum, maximum, description, examples }) as const;
const rate = (description: string, minimum: number, maximum: number, ...examples: readonly (number | string)[]) => ({ type: ['number', 'string'], pattern: RATE, minimum, maximum, description, examples }) as const;
const ratio = (description: string, minimum: number, maximum: number, ...examples: readonly (number | string)[]) => ({ type: ['number', 'string'], pattern: RATIO, minimum, maximum, description, examples }) as const;
const count = (description: string, minimum: number, maximum: number, ...examples: readonly number[]) => ({ type: 'integer', minimum, maximum, description, examples }) as const;
/** A text, or `false` for none at all. */
const textOrNone = (description: string, pattern: string, ...examples: readonly (string | false)[]) => ({ type: ['string', 'boolean'], pattern, description, examples }) as const;
const flag = (description: string) => ({ type: 'boolean', description }) as const;
const text = (description: string, pattern: string, ...examples: readonly string[]) => ({ type: 'string', pattern, description, examples }) as const;
const texts = (description: string, pattern: string, ...examples: readonly (readonly string[])[]) => ({ type: 'array', items: { type: 'string', pattern }, description, examples }) as const;

/** What one request asks of an application: for the whole stack, or for one component. */
const requestFields = {
  cpu_time: time('CPU time of the application per request', '1ms'),
  wait_time: timeOrZero('Time per request spent waiting for databases and services', '8ms'),
  queries_per_request: { type: 'number', minimum: 0, maximum: 10_000, description: 'Database queries per request', examples: [2] },
  query_time: time('Mean time a query holds its connection', '2ms'),
  body_size: size('Greatest request body accepted', '1MiB'),
  response_size: size('Mean size of a response', '16KiB'),
  request_timeout: time('Longest time the application works on a request', '20s'),
  messages_per_request: { type: 'number', minimum: 0, maximum: 10_000, description: 'Messages that a request sends to the queue', examples: [0.1] },
  message_size: size('Mean size of a message', '1KiB'),
  message_time: time('Time a consumer works on a message', '5ms'),
  worker_memory: size('Memory of one Python process at work', '110MiB'),
} as const;

const route = {
  type: 'object',
  description: 'A path prefix that the proxy passes to this application',
  additionalProperties: false,
  required: ['path'],
  properties: {
    path: text('Path prefix', ROUTE_PATH.pattern, '/feed'),
    cache: { enum: ['none', 'short', 'medium', 'long'], description: 'How long the proxy keeps answers: see workload.cache_lifetimes' },
    cache_lifetime: time('Lifetime of cached answers of this route alone', '30s'),
    auth: flag('Answers depend on the caller: never cached'),
    rate_limit: rate('Requests per second allowed to one client', 0.1, 1_000_000, 5, '30/min'),
    burst: count('Requests of one client that may exceed the rate at once', 0, 1_000_000, 10),
    connections: count('Connections of one client at once', 1, 1_000_000, 10),
    allow_origins: texts('Sites whose pages may call this route; the proxy answers their preflights. * is every site, without cookies', TEXTS['route.allow_origins'].pattern, ['https://shop.example.com']),
    body_limit: size('Greatest request body on this route', '50MiB'),
    timeout: time('Longest time the application works on this route', '60s'),
    stream: { enum: ['none', 'websocket', 'sse'], description: 'Connections that stay open' },
    immutable: flag('Files whose names change with their content: browsers keep them for a year'),
  },
} as const;

const component = {
  type: 'object',
  description: 'One server of the stack, merged over the component of that name in the base',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: text('Its name; proxy, api, db, cache, pooler and queue say their kind themselves', COMPONENT_NAME.pattern, 'api'),
    kind: { enum: ['nginx', 'node', 'next', 'gunicorn', 'uvicorn', 'python', 'postgres', 'redis', 'pgbouncer', 'kafka', 'mongodb'], description: 'The server that it runs; next is a frontend of Next.js, python a process that works on messages, mongodb only runs elsewhere' },
    version: { type: ['string', 'number'], pattern: TEXTS['component.version'].pattern, description: 'Version of the server', examples: ['18', '1.30'] },
    image: text('Container image', TEXTS['component.image'].pattern, 'registry.example.com/shop/api:1.4'),
    build: {
      type: ['string', 'object'],
      pattern: TEXTS['component.build.context'].pattern,
      description: 'What the image is built from: a folder, relative to the rendered docker-compose.yml as Compose reads it. A profile that states another image or build takes those of its base away, and their migrate',
      additionalProperties: false,
      required: ['context'],
      properties: {
        context: text('Folder that the image is built from', TEXTS['component.build.context'].pattern, '../..'),
        dockerfile: text('Dockerfile, relative to that folder', TEXTS['component.build.dockerfile'].pattern, 'api/Dockerfile'),
      },
      examples: ['../../api', { context: '../..', dockerfile: 'api/Dockerfile' }],
    },
    migrate: texts('Command that runs to its end before the application starts, as the role that owns the schema; none: []', TEXTS['component.migrate'].pattern, ['node', 'migrate.mjs']),
    interface: { enum: ['wsgi', 'asgi'], description: 'How a Python server calls the application: wsgi (Flask, Django) or asgi (FastAPI, Starlette)' },
    app: text('The Python application: module:variable', TEXTS['component.app'].pattern, 'app:app'),
    command: { ...texts('Program that a component of kind python runs', TEXTS['component.command'].pattern, ['python', '-m', 'worker']), minItems: 1 },
    port: count('Port it listens on', 1, 65_535, 3000),
    published_port: count('Port of the host that Compose publishes', 1, 65_535, 8080),
    replicas: count('Instances that run side by side', 1, 1000, 2),
    share: ratio('Share of the requests that this application answers', 0, 1, 0.3),
    external: text('host:port of a server that runs elsewhere: nothing is rendered for it', TEXTS['component.external'].pattern, 'db.example.com:5432'),
    workload: { type: 'object', description: 'What a request asks of this application, where it differs from the whole', additionalProperties: false, properties: requestFields },
    links: texts('The components that it opens connections to', COMPONENT_NAME.pattern, ['db', 'cache']),
    routes: { type: 'array', maxItems: 200, items: route, description: 'The paths that it answers; they replace those of the base' },
  },
} as const;

const request = {
  type: 'object',
  description: 'One kind of request',
  additionalProperties: false,
  required: ['name', 'path', 'weight'],
  properties: {
    name: text('Its name: results and settings are told apart by it', REQUEST_NAME.pattern, 'search'),
    method: { enum: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'], description: 'Its method; GET when left out' },
    path: text('Path and query; {1..100000} is a whole number, another one in each request', REQUEST_PATH.pattern, '/items/{1..100000}', '/search?q=tea'),
    weight: ratio('How often it is sent, relative to the others', 0.001, 1_000_000, 60),
    headers: { type: 'object', description: 'Headers that it has', additionalProperties: false, patternProperties: { [HEADER_NAME.pattern]: { type: 'string', pattern: HEADER_VALUE.pattern } }, examples: [{ authorization: 'Bearer test' }] },
    body: { type: ['string', 'object', 'array'], items: {}, description: 'Its body: a text, or a mapping or list that becomes JSON; {1..100000} as in a path', examples: [{ name: 'item {1..100000}' }, 'a=1&b=2'] },
  },
} as const;

/** The profile: read by ajv when it is loaded and by editors while it is written. */
export const profileSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Plumbline profile',
  description: 'What a stack runs on, what it must carry, and what it consists of',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', description: 'The schema of this file, for JSON editors' },
    extends: text('The profile that this one changes: small, medium, large, xlarge or a relative path', BASE.pattern, 'medium', '../base.yaml'),
    name: text('Name of the stack; the name of the file when left out', STACK_NAME.pattern, 'shop'),
    machine: {
      type: 'object',
      description: 'The machine (or node) that all components share',
      additionalProperties: false,
      properties: {
        cpu: cores('CPU cores', 0.1, 1024, 4, '500m'),
        memory: size('Memory', '16GiB'),
        disk: {
          type: 'object',
          description: 'The disk that holds the data',
          additionalProperties: false,
          properties: {
            kind: { enum: ['hdd', 'san', 'ssd', 'nvme'], description: 'Kind of disk' },
            size: size('Size of the disk', '200GiB'),
          },
        },
        platform: { enum: ['vm', 'docker', 'kubernetes', 'gke', 'eks', 'aks', 'render'], description: 'Platform: it decides how much of the machine is kept back' },
        max_pods: count('Pods that the node may run', 1, 1000, 58),
      },
    },
    topology: { enum: ['machine', 'cluster'], description: 'machine: everything on one machine; cluster: on the nodes of a Kubernetes cluster, of which machine describes one' },
    cluster: {
      type: 'object',
      description: 'The Kubernetes cluster, and how traffic reaches it',
      additionalProperties: false,
      properties: {
        nodes: count('Nodes; as many as the target takes when left out', 1, 5000, 6),
        max_nodes: count('Nodes that the autoscaler of the cluster may add up to', 1, 5000, 12),
        entry: { enum: ['gateway', 'ingress', 'none'], description: 'What lets traffic in: a route of the Gateway API, an Ingress, or nothing' },
        gateway: text('Gateway that the route attaches to: its name, or namespace/name', TEXTS['cluster.gateway'].pattern, 'gateway/public'),
        ingress_class: text('Class of the Ingress; that of the cluster when left out', TEXTS['cluster.ingress_class'].pattern, 'traefik'),
        storage_class: text('Class of the volumes; that of the cluster when left out', TEXTS['cluster.storage_class'].pattern, 'premium-rwo'),
      },
    },
    monitoring: {
      type: 'object',
      description: 'Metrics and alerts',
      additionalProperties: false,
      properties: {
        exporters: flag('Exporters run beside the servers, within the budget'),
        thresholds: { enum: ['targets', 'violentutf', 'jewgo'], description: 'Whose thresholds the alerts use: those of the targets, or of a guide' },
        scrape_interval: time('Time between two scrapes', '15s'),
      },
    },
    targets: {
      type: 'object',
      description: 'What the stack must carry',
      additionalProperties: false,
      properties: {
        rps: rate('Requests per second', 0.01, 10_000_000, 1000),
        p50: time('Median response time', '40ms'),
        p95: time('95th percentile of response time', '150ms'),
        users: count('Concurrent users', 1, 10_000_000, 250),
        success: ratio('Share of requests answered without error', 0.5, 1, 0.999, '99.9%'),
      },
    },
    workload: {
      type: 'object',
      description: 'What the requests are like',
      additionalProperties: false,
      properties: {
        kind: { enum: ['web', 'oltp', 'analytics', 'mixed'], description: 'Kind of database work' },
        ...requestFields,
        cacheable_share: ratio('Share of requests that the cache may answer', 0, 1, 0.3),
        cache_lifetimes: {
          type: 'object',
          description: 'How long cached answers of the three classes live',
          additionalProperties: false,
          properties: { short: time('Quickly changing', '5min'), medium: time('Changing now and then', '15min'), long: time('Rarely changing', '1h') },
        },
        message_retention: time('Time the queue keeps messages', '1d'),
        topics: count('Topics that share the disk of the queue', 1, 10_000, 4),
        requests_per_page: count('Requests that one client sends at once', 1, 1000, 20),
      },
    },
    headers: {
      type: 'object',
      description: 'Response headers that tell browsers what pages may do; false sends none, and what the application sends itself wins',
      additionalProperties: false,
      properties: {
        content_security_policy: textOrNone('What pages may load, and who may frame them', TEXTS['headers.content_security_policy'].pattern, "default-src 'self'", false),
        cross_origin_embedder_policy: textOrNone('What pages may embed from elsewhere', TEXTS['headers.cross_origin_embedder_policy'].pattern, 'require-corp'),
        cross_origin_opener_policy: textOrNone('Which windows a page shares with others', TEXTS['headers.cross_origin_opener_policy'].pattern, 'same-origin'),
        cross_origin_resource_policy: textOrNone('Whose pages may embed answers', TEXTS['headers.cross_origin_resource_policy'].pattern, 'same-site'),
        permissions_policy: textOrNone('Which features of the browser pages may use', TEXTS['headers.permissions_policy'].pattern, 'camera=(), microphone=()'),
        referrer_policy: textOrNone('What other sites learn of the address that a visitor came from', TEXTS['headers.referrer_policy'].pattern, 'no-referrer'),
        strict_transport_security: textOrNone('How long browsers insist on TLS, in seconds', TEXTS['headers.strict_transport_security'].pattern, 'max-age=31536000; includeSubDomains'),
        x_content_type_options: textOrNone('Whether browsers guess types', TEXTS['headers.x_content_type_options'].pattern, 'nosniff'),
        x_frame_options: textOrNone('Who may frame pages, for older browsers', TEXTS['headers.x_frame_options'].pattern, 'DENY'),
      },
    },
    scenario: { type: 'array', minItems: 1, maxItems: 50, items: request, description: 'What clients do: weighted requests for load tests. It replaces that of the base; unstated, it follows from the routes' },
    ha: flag('Two or more replicas of every stateless component'),
    tls: flag('The proxy terminates TLS itself'),
    domain: text('Public host name', TEXTS['profile.domain'].pattern, 'shop.example.com'),
    session_cookies: texts('Cookies that mark a session; answers to requests with one are never cached', TEXTS['profile.session_cookies'].pattern, ['sid']),
    trusted_proxies: texts('Networks of load balancers in front, whose X-Forwarded-For is believed', TEXTS['profile.trusted_proxies'].pattern, ['10.0.0.0/8']),
    published_address: text('Address of the host on which Compose publishes the proxy', TEXTS['profile.published_address'].pattern, '127.0.0.1'),
    components: { type: 'array', maxItems: 64, items: component, description: 'Components, merged over those of the base; without base and list: proxy, api, db, cache' },
    without: texts('Components of the base that are left out; pooler keeps one from being added', COMPONENT_NAME.pattern, ['cache']),
    settings: {
      type: 'object',
      description: 'Any setting by its id: a stated value beats its rule. `gen explain` names them all',
      additionalProperties: false,
      patternProperties: {
        '^[a-z][a-z0-9-]*\\.[A-Za-z0-9_.-]+(\\[[^\\[\\]]*\\])?$': { type: ['string', 'number', 'boolean', 'array'], items: { type: ['string', 'number'] } },
      },
      examples: [{ 'db.postgres.max_connections': 200, 'proxy.nginx.keepalive_timeout': '75s' }],
    },
  },
} as const;

/** A profile as data. */
export type Profile = FromSchema<typeof profileSchema>;

/** The text of profiles/profile.schema.json, and what `gen schema` prints. */
export const profileSchemaText = (): string => `${JSON.stringify(profileSchema, null, 2)}\n`;
