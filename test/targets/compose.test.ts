import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isPair, isScalar, isSeq, parse, parseDocument, visit } from 'yaml';
import { InputError } from '../../src/model/problem.ts';
import { isExternal, serversOf, type Stack } from '../../src/model/stack.ts';
import { size as sizeStack } from '../../src/size.ts';
import { composeTarget } from '../../src/targets/compose.ts';
import { envTarget } from '../../src/targets/env.ts';
import { targets } from '../../src/targets/index.ts';
import { drafts, stackOf as randomStack, type Draft } from '../laws/random.ts';
import { checkCompose } from '../servers/compose.ts';
import { describeWith } from '../servers/describe-with.ts';
import { planOf, POOLED, QUEUED, TWO_APPLICATIONS, type Sketch } from './stacks.ts';

// These rules are those of compose-go, dclint and knowledge of the images; they look at the text alone and share nothing with the renderer.

interface Service {
  readonly image: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly restart?: boolean }>>;
  readonly volumes?: readonly string[];
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly secrets?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly { readonly host_ip: string; readonly published?: string; readonly target: number }[];
  readonly networks: readonly string[];
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly healthcheck: { readonly test: readonly string[]; readonly interval: string; readonly timeout: string; readonly retries: number; readonly start_period: string };
  readonly user: string;
  readonly deploy: { readonly replicas?: number; readonly resources: Readonly<Record<'limits' | 'reservations', { readonly cpus: string; readonly memory: string; readonly pids?: number }>> };
  readonly shm_size?: string;
  readonly stop_signal: string;
  readonly tmpfs?: readonly string[];
  readonly ulimits: { readonly nofile: number };
  readonly [key: string]: unknown;
}

interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes?: Readonly<Record<string, object>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
  readonly configs?: Readonly<Record<string, { readonly file: string }>>;
}

const sketches: Readonly<Record<string, Sketch>> = {
  usual: {},
  pooled: POOLED,
  'with a queue': QUEUED,
  'two applications': TWO_APPLICATIONS,
  'with replicas': { ...POOLED, settings: { 'profile.ha': true, 'machine.cpu': 8000, 'machine.memory': 16 * 1024 ** 3 } },
  'of old versions': { ...POOLED, settings: { 'db.component.version': '13', 'proxy.component.version': '1.24', 'pooler.component.version': '1.18.0', 'cache.component.version': '7.2', 'api.component.version': '20' } },
  'on servers elsewhere': { components: { proxy: 'nginx', api: 'node', db: 'postgres', pooler: 'pgbouncer', cache: 'redis' }, links: POOLED.links ?? [], settings: { 'db.component.external': 'db.example.com:5433', 'db.postgres.max_connections': 100, 'cache.component.external': 'cache.example.com:6380' } },
  'with exporters': { ...POOLED, settings: { 'monitoring.exporters': true, 'profile.ha': true, 'machine.cpu': 8000, 'machine.memory': 16 * 1024 ** 3 } },
  'without a proxy': { components: { api: 'node', db: 'postgres' }, links: ['api -> db'], routes: [] },
  'that keeps what it caches': { settings: { 'cache.redis.appendonly': true } },
  'with TLS and a stated image': { settings: { 'profile.tls': true, 'profile.domain': 'shop.example.com', 'profile.published_address': '0.0.0.0', 'api.component.image': 'registry.example.com/shop/api:1.4' } },
  'of a WSGI application': { components: { proxy: 'nginx', api: 'gunicorn', db: 'postgres', cache: 'redis' } },
  'of an ASGI application without a proxy': { components: { api: 'uvicorn', db: 'postgres' }, links: ['api -> db'], routes: [] },
  'of a frontend, an API and a worker': {
    components: { proxy: 'nginx', web: 'next', api: 'gunicorn', worker: 'python', db: 'postgres', queue: 'kafka' },
    links: ['proxy -> web', 'proxy -> api', 'web -> api', 'api -> db', 'api -> queue', 'worker -> db', 'worker -> queue'],
    routes: ['/ -> web', '/api -> api'],
    settings: { 'api.component.interface': 'asgi', 'worker.component.command': ['python', '-m', 'worker'] },
  },
  'of two databases': { components: { proxy: 'nginx', api: 'node', db: 'postgres', reports: 'postgres' }, links: ['proxy -> api', 'api -> db', 'api -> reports'] },
};

const KEY_ORDER = ['image', 'build', 'container_name', 'depends_on', 'volumes', 'volumes_from', 'configs', 'secrets', 'environment', 'env_file', 'ports', 'networks', 'network_mode', 'extra_hosts', 'command', 'entrypoint', 'working_dir', 'restart', 'healthcheck', 'logging', 'labels', 'user', 'isolation'];
const NEVER = ['build', 'container_name', 'cpus', 'mem_limit', 'mem_reservation', 'pids_limit', 'scale', 'network_mode', 'privileged', 'cap_add', 'devices', 'pid', 'ipc', 'links', 'expose', 'version'];

const size = (text: string): number => Number(/^[0-9]+/.exec(text)?.[0]) * ({ b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[text.slice(-1)] ?? Number.NaN);
const seconds = (text: string): number => Number(/^[0-9]+/.exec(text)?.[0]) * ({ ms: 0.001, s: 1, m: 60, h: 3600 }[/[a-z]+$/.exec(text)?.[0] ?? ''] ?? Number.NaN);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

for (const [what, sketch] of Object.entries(sketches)) {
  describe(`docker-compose.yml of a stack ${what}`, async () => {
    const plan = planOf(sketch);
    const text = (await composeTarget.render(plan))[0]?.text ?? '';
    const env = (await envTarget.render(plan))[0]?.text ?? '';
    const compose = parse(text) as Compose;
    const services = Object.entries(compose.services);
    const hosted = plan.components.filter((component) => !isExternal(plan, component));
    const names = [...hosted.map(({ name }) => name), ...(what === 'with exporters' ? ['cache-exporter', 'db-exporter', 'grafana', 'pooler-exporter', 'prometheus', 'proxy-exporter'] : [])].sort();

    it('has a service for each component that runs here, in order', () => {
      expect(Object.keys(compose.services)).toEqual(names);
      expect(Object.keys(compose)).toEqual(['name', 'services', 'networks', 'volumes', 'secrets', 'configs'].filter((key) => key in compose));
      for (const [name, service] of services) {
        const known = Object.keys(service).filter((key) => KEY_ORDER.includes(key));
        expect(known, name).toEqual(KEY_ORDER.filter((key) => key in service));
        expect(Object.keys(service).slice(known.length), name).toEqual(Object.keys(service).filter((key) => !KEY_ORDER.includes(key)).sort());
        expect(NEVER.filter((key) => key in service), name).toEqual([]);
        expect(Object.keys(service.depends_on ?? {}), name).toEqual(Object.keys(service.depends_on ?? {}).sort());
      }
    });

    it('refers to nothing that it does not define, and defines nothing that it does not use', () => {
      const used = (key: 'networks' | 'secrets') => new Set(services.flatMap(([, service]) => service[key] ?? []));
      expect([...used('networks')].sort()).toEqual(Object.keys(compose.networks ?? {}).sort());
      expect([...used('secrets')].sort()).toEqual(Object.keys(compose.secrets ?? {}).sort());
      expect(services.flatMap(([, service]) => (service.configs ?? []).map(({ source }) => source)).sort()).toEqual(Object.keys(compose.configs ?? {}).sort());
      const named = services.flatMap(([, service]) => (service.volumes ?? []).filter((volume) => volume.includes(':')).map((volume) => volume.split(':')[0] ?? ''));
      expect(named.sort()).toEqual(Object.keys(compose.volumes ?? {}).sort());
    });

    it('mounts only files that are rendered, each at one place', async () => {
      const rendered = new Set<string>();
      for (const target of targets.filter(({ name }) => name !== 'kubernetes')) for (const file of await target.render(plan)) rendered.add(`./${file.path}`);
      expect(Object.values(compose.configs ?? {}).map(({ file }) => file).filter((file) => !rendered.has(file))).toEqual([]);
      for (const [name, service] of services) {
        const places = [...(service.configs ?? []).map(({ target }) => target), ...(service.tmpfs ?? []).map((entry) => entry.split(':')[0] ?? ''), ...(service.volumes ?? []).map((volume) => volume.split(':').at(-1) ?? '')];
        expect(new Set(places).size, name).toBe(places.length);
      }
    });

    it('loads the files that it mounts', () => {
      for (const [name, service] of services) {
        const kind = plan.components.find((component) => component.name === name)?.kind ?? '';
        const targetsOf = (service.configs ?? []).map(({ target }) => target);
        const words = [...(service.command ?? []), ...(service.entrypoint ?? [])].join(' ');
        if (kind === 'postgres') expect(targetsOf).toEqual([/config_file=(\S+)/.exec(words)?.[1], '/docker-entrypoint-initdb.d/roles.sql']);
        if (kind === 'redis' || kind === 'pgbouncer') expect(targetsOf).toEqual([words.split(' ').at(-1)]);
        if (kind === 'nginx') expect(targetsOf).toEqual(['/etc/nginx/nginx.conf']);
        if (kind === 'gunicorn') expect(targetsOf[0]).toBe(/--config (\S+)/.exec(words)?.[1]);
        if (['gunicorn', 'uvicorn', 'python'].includes(kind)) for (const target of targetsOf) expect(target.startsWith(`${String(service.environment?.['PYTHONPATH'])}/`), name).toBe(true);
        if (kind === 'node') expect(targetsOf).toEqual([service.environment?.['SERVER_CONFIG']]);
      }
    });

    it('waits for the health of what a service is linked to, in no circle', () => {
      const depth = (name: string, above: readonly string[]): void => {
        expect(above).not.toContain(name);
        for (const next of Object.keys(compose.services[name]?.depends_on ?? {})) depth(next, [...above, name]);
      };
      for (const component of hosted) {
        const linked = serversOf(plan, component).filter((server) => !isExternal(plan, server)).map(({ name }) => name);
        const dependencies = compose.services[component.name]?.depends_on ?? {};
        expect(Object.keys(dependencies)).toEqual(linked.sort());
        for (const { condition } of Object.values(dependencies)) expect(condition).toBe('service_healthy');
        depth(component.name, []);
      }
    });

    it('asks every service for its health, within its own time', () => {
      for (const [name, { image, healthcheck }] of services) {
        // Its image holds one program, and nothing that could ask.
        if (image.startsWith('nginx/nginx-prometheus-exporter:')) continue;
        expect(healthcheck.test[0], name).toBe('CMD');
        expect(seconds(healthcheck.timeout), name).toBeLessThanOrEqual(seconds(healthcheck.interval));
        expect(healthcheck.retries, name).toBeGreaterThan(0);
        expect(healthcheck.test.join(' '), name).not.toMatch(/localhost|\.s\.PGSQL|\/var\/run/);
      }
    });

    it('lets components reach each other along their links, and keeps the data out of reach of the world', () => {
      const shared = (a: string, b: string): boolean => (compose.services[a]?.networks ?? []).some((network) => compose.services[b]?.networks.includes(network));
      for (const { from, to } of plan.links) if (compose.services[from] && compose.services[to]) expect(shared(from, to), `${from} -> ${to}`).toBe(true);
      for (const proxy of hosted.filter(({ kind }) => kind === 'nginx')) for (const store of hosted.filter(({ kind }) => ['postgres', 'redis'].includes(kind))) expect(shared(proxy.name, store.name)).toBe(false);
      const internal = (service: Service): boolean => service.networks.every((network) => compose.networks?.[network]?.internal === true);
      for (const [name, service] of services) {
        if (service.ports !== undefined) expect(internal(service), name).toBe(false);
        if (/postgres|redis/.test(service.image)) expect({ name, internal: internal(service), ports: service.ports }).toEqual({ name, internal: true, ports: undefined });
      }
      for (const { from, to } of plan.links) if (!compose.services[to] && compose.services[from]) expect(internal(compose.services[from]), `${from} -> ${to}`).toBe(false);
    });

    it('publishes on loopback unless told otherwise, and one port for each replica', () => {
      for (const [name, service] of services) {
        for (const port of service.ports ?? []) {
          expect(port.host_ip, name).toBe(`\${${name.toUpperCase()}_ADDRESS:-${what.includes('TLS') ? '0.0.0.0' : '127.0.0.1'}}`);
          const [, first, last] = /:-([0-9]+)(?:-([0-9]+))?\}$/.exec(port.published ?? '') ?? [];
          expect(Number(last ?? first) - Number(first) + 1, name).toBe(service.deploy.replicas ?? 1);
        }
        const shared = (service.deploy.replicas ?? 1) > 1 ? (service.volumes ?? []).filter((volume) => volume.includes(':')) : [];
        expect(shared, name).toEqual([]);
      }
    });

    it('keeps within the machine, and each service within its own limits', () => {
      const [memory, cpu] = ['memory', 'cpu'].map((what) => sum([`machine.allocatable_${what}`, `machine.monitoring_${what}`].map((id) => Number(plan.entries.get(id)?.value ?? 0))));
      const copies = (service: Service): number => service.deploy.replicas ?? 1;
      expect(sum(services.map(([, service]) => copies(service) * size(service.deploy.resources.limits.memory)))).toBeLessThanOrEqual(memory ?? 0);
      expect(sum(services.map(([, service]) => copies(service) * Number(service.deploy.resources.limits.cpus) * 1000))).toBeLessThanOrEqual((cpu ?? 0) + 1e-6);
      for (const [name, { deploy: { resources: { limits, reservations } }, ...service }] of services) {
        expect(size(reservations.memory), name).toBeLessThanOrEqual(size(limits.memory));
        expect(Number(reservations.cpus), name).toBeLessThanOrEqual(Number(limits.cpus));
        expect(limits.pids, name).toBeGreaterThan(16);
        const inMemory = sum((service.tmpfs ?? []).map((entry) => size(/size=([0-9]+[a-z])/.exec(entry)?.[1] ?? '')));
        expect(inMemory, name).toBeLessThan(size(limits.memory));
        if (service.shm_size !== undefined) expect(size(service.shm_size), name).toBeLessThanOrEqual(size(limits.memory) / 2);
      }
    });

    it('gives no service more than it needs', () => {
      for (const [name, service] of services) {
        expect(service, name).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], restart: 'unless-stopped', logging: { driver: 'json-file', options: { 'max-size': expect.stringMatching(/^[0-9]+$/), 'max-file': expect.stringMatching(/^[0-9]+$/) } } });
        expect(service.user, name).toMatch(/^[1-9][0-9]*:[1-9][0-9]*$/);
        expect(service.image, name).toMatch(/^(?:\$\{[A-Z_]+_IMAGE:\?[a-z -]+\}|[^:]+:[^:]*[0-9][^:]*)$/);
        expect(service.ulimits.nofile, name).toBeGreaterThanOrEqual(1024);
      }
    });

    it('holds no secret: passwords are files that the service has', () => {
      for (const [name, service] of services) {
        for (const [variable, value] of Object.entries(service.environment ?? {})) {
          if (/PASSWORD_+FILE$/.test(variable)) expect(service.secrets?.map((secret) => `/run/secrets/${secret}`), name).toContain(value);
          else expect(variable, name).not.toMatch(/PASSWORD|SECRET|TOKEN/);
        }
      }
      for (const [name, { file }] of Object.entries(compose.secrets ?? {})) expect(file).toBe(`./secrets/${name}`);
      expect(env).not.toMatch(/PASSWORD|SECRET=/);
    });

    it('has a reason above every number that it tunes', () => {
      const tuned = /^(?:services,[^,]+,(?:deploy,(?:replicas|resources,.*)|healthcheck,(?:interval|timeout|retries|start_period)|logging,options,.*|stop_grace_period|shm_size|ulimits,nofile|user|environment,(?:WORKERS|NODE_OPTIONS|UV_THREADPOOL_SIZE|PORT)))$/;
      const bare: string[] = [];
      visit(parseDocument(text), {
        Pair(_, pair, path) {
          const keys = [...path.filter(isPair), pair].map((each) => (isScalar(each.key) ? String(each.key.value) : ''));
          const inMap = path.at(-1);
          const first = isMap(inMap) && inMap.items[0] === pair ? inMap.commentBefore : undefined;
          if (tuned.test(keys.join()) && !isMap(pair.value) && !isSeq(pair.value) && !(isScalar(pair.key) && pair.key.commentBefore) && !first) bare.push(keys.join('.'));
        },
      });
      expect(bare).toEqual([]);
    });

    it('has no number that no entry explains', () => {
      expect(unexplained(plan, compose)).toEqual([]);
    });

    describeWith('as Compose loads it', 'compose-check', () => {
      it('has neither error nor warning once the images are named', async () => {
        const folder = mkdtempSync(join(tmpdir(), 'plumbline-compose-'));
        try {
          writeFileSync(join(folder, 'docker-compose.yml'), text);
          const images = hosted.map(({ name }) => `${name.toUpperCase()}_IMAGE`).filter((name) => !env.includes(`\n${name}=`)).map((name) => `${name}=example.com/app:1`);
          writeFileSync(join(folder, '.env'), `${env}\n${images.join('\n')}\n`);
          const { errors, warnings, services: loaded } = await checkCompose(folder);
          expect({ errors, warnings, loaded: [...loaded].sort() }).toEqual({ errors: [], warnings: [], loaded: names });
        } finally {
          rmSync(folder, { recursive: true });
        }
      });
    });
  });
}

/** Numbers in the services' values that are neither a value of an entry in some unit nor part of the structure. */
function unexplained(plan: Stack, compose: Compose): readonly string[] {
  const known = new Set<string>(['127', '0', '1', '256', '200', '500']); // 127.0.0.1, exit codes, sha-256, the statuses that health checks tell apart
  for (const { value } of plan.entries.values()) {
    if (typeof value === 'string') for (const number of value.match(/[0-9]+/g) ?? []) known.add(number);
    if (typeof value === 'number') for (const unit of [1, 1000, 60_000, 3_600_000, 1024, 1024 ** 2, 1024 ** 3]) known.add(String(value / unit));
  }
  for (const name of [plan.name, ...plan.components.map((component) => component.name)]) for (const number of name.match(/[0-9]+/g) ?? []) known.add(number);
  const found: string[] = [];
  visit(parseDocument(JSON.stringify(compose)), {
    Scalar(key, node) {
      if (key === 'key') return;
      for (const number of String(node.value).match(/[0-9]+(?:\.[0-9]+)?(?:\.[0-9]+)*/g) ?? []) if (!known.has(number) && number !== '127.0.0.1' && number !== '0.0.0.0' && !number.split('.').every((part) => known.has(part))) found.push(`${number} in ${String(node.value)}`);
    },
  });
  return found;
}

describeWith('docker-compose.yml of any stack', 'compose-check', () => {
  const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 2 ** 31);
  it(`loads, within its machine (seed ${seed})`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-compose-'));
    try {
      await fc.assert(fc.asyncProperty(drafts, async (draft) => {
        const plan = sizedOrNothing(draft);
        if (plan === undefined) return;
        const text = (await composeTarget.render(plan))[0]?.text ?? '';
        writeFileSync(join(folder, 'docker-compose.yml'), text);
        writeFileSync(join(folder, '.env'), plan.components.map(({ name }) => `${name.toUpperCase().replaceAll('-', '_')}_IMAGE=example.com/app:1\n`).join(''));
        expect(await checkCompose(folder)).toMatchObject({ errors: [], warnings: [] });
        const compose = parse(text) as Compose;
        const services = Object.values(compose.services);
        const waitedFor = new Set(services.flatMap((service) => Object.entries(service.depends_on ?? {}).filter(([, { condition }]) => condition === 'service_completed_successfully').map(([name]) => name)));
        const staying = Object.entries(compose.services).filter(([name]) => !waitedFor.has(name)).map(([, service]) => service);
        expect(sum(staying.map(({ deploy }) => (deploy.replicas ?? 1) * size(deploy.resources.limits.memory)))).toBeLessThanOrEqual(Number(plan.entries.get('machine.allocatable_memory')?.value));
        expect(unexplained(plan, compose)).toEqual([]);
      }), { numRuns: 40, seed });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function sizedOrNothing(draft: Draft): Stack | undefined {
  try {
    return sizeStack(randomStack(draft));
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

describe('the health check of an application', () => {
  it('is well when /readyz answers 200, and ill otherwise', async () => {
    const text = (await composeTarget.render(planOf()))[0]?.text ?? '';
    const [, , ...args] = (parse(text) as Compose).services['api']?.healthcheck.test ?? [];
    const ask = (port: number) => new Promise<number>((resolve) => { execFile(process.execPath, args, { env: { PORT: String(port), NODE_OPTIONS: '--max-old-space-size=64 --max-semi-space-size=2' } }, (error) => { resolve(error === null ? 0 : Number(error.code)); }); });
    const seen: (string | undefined)[] = [];
    let status = 200;
    const server = createServer((request, response) => { seen.push(request.url); response.writeHead(status).end(); });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await ask(port)).toBe(0);
    status = 503;
    expect(await ask(port)).toBe(1);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await ask(port)).toBe(1);
    expect(seen).toEqual(['/readyz', '/readyz']);
  });
});
