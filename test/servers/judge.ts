import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { get } from 'node:https';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { mismatches } from './compare.ts';
import { checkCompose } from './compose.ts';
import { describeWith } from './describe-with.ts';
import { buildKustomization, validateKubernetes, validateManifests } from './kubernetes.ts';
import { upstreamAddresses } from '../../src/live/copies/nginx.ts';
import { isApplication } from '../../src/model/who.ts';
import { nginxTest, startNginx } from './nginx.ts';
import { importNodeConfig, parseEnv } from './node-config.ts';
import { startPgbouncer } from './pgbouncer.ts';
import { compareVersions, componentsOf, readPlan, readShape, versionOf, type ReadEntry } from './plan.ts';
import { startPostgres, type PgSetting } from './postgres.ts';
import { startRedis } from './redis.ts';
import { makeSandbox } from './sandbox.ts';
import { pgbouncerValue, postgresValue, redisValue } from './server-units.ts';
import { postgresMajors, requireTool, type ToolId } from './tools.ts';

/**
 * Declares the tests that put one rendered folder before the real servers. `label` names it in the
 * report; the folder must exist when the tests are collected.
 */
export function judgeRendered(label: string, folder: string): void {
  const file = (name: string) => readFileSync(join(folder, name), 'utf8');
  const entries = readPlan(folder);
  const { components, routes } = readShape(folder);
  // A profile may route nothing at the root.
  const path = routes.find((route) => route.path === '/')?.path ?? routes[0]?.path ?? '/';
  const nodes = components.filter(({ kind }) => kind === 'node').map(({ name }) => name);
  const env = existsSync(join(folder, '.env')) ? parseEnv(file('.env')) : {};
  // A cluster has its files in ConfigMaps, and operators that run its stores: test/targets puts what they are told before the real servers.
  const cluster = entries.some(({ id, value }) => id === 'profile.topology' && value === 'cluster');
  const stores = (kind: string) => (cluster ? [] : componentsOf(entries, kind));
  const configured = (component: string, key: string, path: string) => (cluster ? fromConfigMap(file(`kubernetes/${component}.yaml`), key) : file(path));
  const of = (component: string, kind: string) => entries.filter((each) => each.component === component && each.kind === kind);

  for (const component of componentsOf(entries, 'nginx')) {
    for (const id of nginxFor(versionOf(entries, component))) {
      describeWith(`${label} on ${id}`, id, () => {
        it('is accepted without a warning', async () => {
          expect((await nginxTest(configured(component, 'nginx.conf', 'nginx/nginx.conf'), requireTool(id))).problems).toEqual([]);
        });
        it('starts and passes a request on', async () => { await passesRequest(configured(component, 'nginx.conf', 'nginx/nginx.conf'), id, path); });
      });
    }
  }

  for (const component of stores('postgres')) {
    const major = postgresMajors.find((each) => String(each) === versionOf(entries, component).split('.')[0]);
    if (major === undefined) throw new Error(`${label}: no PostgreSQL ${versionOf(entries, component)} to ask`);
    describeWith(`${label} on PostgreSQL ${major}`, [`postgres-${major}`, 'psql'], () => {
      it('starts with what the plan says, roles included', async () => {
        const postgres = await startPostgres(major, { conf: file('postgres/postgresql.conf') });
        try {
          expect(await postgres.applySql(file('postgres/roles.sql'), { env })).toEqual([]);
          const notItsOwn = new Set([...Object.keys(postgres.overridden), ...postgres.mapped.map(({ from }) => from.trim().split(/[\s=]/)[0])]);
          const stated = of(component, 'postgres').filter(({ setting }) => !notItsOwn.has(setting));
          const limits = stated.filter(({ setting }) => setting === 'connection_limit');
          const judged = stated.filter(({ setting }) => setting !== 'connection_limit');
          expect(judged).not.toEqual([]);
          const roles = await postgres.query<{ rolname: string; rolconnlimit: number }>('SELECT rolname, rolconnlimit FROM pg_roles');
          expect(limits.map(({ subject, value }) => [subject, value])).toEqual(limits.map(({ subject }) => [subject, roles.find(({ rolname }) => rolname === subject)?.rolconnlimit]));
          expect(limits).not.toEqual([]);
          const seenBy = new Map<string, ReadonlyMap<string, PgSetting>>();
          for (const role of new Set(judged.map(({ subject }) => subject))) {
            const settings = await postgres.allSettings(...(role === '' ? [] : [role]));
            seenBy.set(role, new Map(settings.map((each) => [each.name, each])));
          }
          expect(mismatches(judged, (entry) => {
            const setting = seenBy.get(entry.subject)?.get(entry.setting);
            return setting && postgresValue(setting, entry.unit);
          })).toEqual([]);
          const faults = await postgres.query<{ name: string }>(fileFaults);
          expect(faults.filter(({ name }) => !notItsOwn.has(name))).toEqual([]);
          // Whoever asks whether it is up yet is refused until it is.
          expect(postgres.log().replaceAll(/^.*FATAL: +the database system is starting up$/gm, '')).not.toMatch(/ (WARNING|FATAL|PANIC): /);
        } finally {
          await postgres.stop();
        }
      });
    });
  }

  for (const component of stores('redis')) {
    const id: ToolId = compareVersions(versionOf(entries, component), '8') < 0 ? 'redis' : 'redis-8';
    describeWith(`${label} on ${id}`, [id, 'redis-cli'], () => {
      it('starts with what the plan says', async () => {
        const redis = await startRedis(file('redis/redis.conf'), requireTool(id));
        try {
          const config = await redis.config();
          expect(mismatches(of(component, 'redis'), (entry) => reportedBy(config, entry, (name, value) => redisValue(name, value, entry.unit)))).toEqual([]);
        } finally {
          await redis.stop();
        }
      });
    });
  }

  for (const component of stores('pgbouncer')) {
    const id: ToolId = compareVersions(versionOf(entries, component), '1.21') < 0 ? 'pgbouncer' : 'pgbouncer-1.24';
    describeWith(`${label} on ${id}`, [id, 'psql'], () => {
      it('starts with what the plan says', async () => {
        const pgbouncer = await startPgbouncer(file('pgbouncer/pgbouncer.ini'), requireTool(id));
        try {
          const config = await pgbouncer.config();
          expect(mismatches(of(component, 'pgbouncer'), (entry) => reportedBy(config, entry, (_, value) => pgbouncerValue(value, entry.unit)))).toEqual([]);
          expect(pgbouncer.problems()).toEqual([]);
        } finally {
          await pgbouncer.stop();
        }
      });
    });
  }

  if (!cluster) describeWith(`${label} as Compose loads it`, 'compose-check', () => {
    it('has no error, no warning, and no rendered file missing', async () => {
      // The images of the applications are the user's to name; nothing else may be asked for.
      const images = Object.fromEntries(components.filter(isApplication).map(({ name }) => [`${name.replaceAll('-', '_').toUpperCase()}_IMAGE`, `example.com/${name}:1.0.0`]));
      const { errors, warnings, missing } = await checkCompose(folder, images);
      // What the operator brings (secrets, certificates, the application's sources) is not in out/.
      const ours = missing.filter((path) => /^(nginx|postgres|pgbouncer|redis|server|python|next)\//.test(path));
      expect({ errors, warnings, missing: ours }).toEqual({ errors: [], warnings: [], missing: [] });
    });
  });

  describeWith(`${label} as Kubernetes reads it`, ['kubernetes-validate', 'kustomize'], () => {
    it('fits the schemas of the oldest and the newest version, file by file', async () => {
      expect(await validateKubernetes(join(folder, 'kubernetes'))).toEqual([]);
    });
    it('builds as a kustomization that fits them too', async () => {
      const built = await buildKustomization(join(folder, 'kubernetes'));
      expect(built).toEqual({ manifests: expect.any(String) });
      if ('manifests' in built) expect(await validateManifests(built.manifests)).toEqual([]);
    });
  });

  const configs = cluster
    ? nodes.map((component) => `kubernetes/${component}.yaml`)
    : readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('server.config.mjs'));
  if (nodes.length > 0) describe(`${label} in Node`, () => {
    it('has a config for every application', () => {
      expect(configs).toHaveLength(nodes.length);
    });
    it.each(configs)('imports %s', async (path) => {
      const sandbox = makeSandbox('config');
      try {
        if (cluster) sandbox.write('server.config.mjs', fromConfigMap(file(path), 'server.config.mjs'));
        const imported = await importNodeConfig(cluster ? join(sandbox.folder, 'server.config.mjs') : join(folder, path), env);
        expect(imported).toEqual({ exports: expect.any(Object) });
        expect('exports' in imported && Object.keys(imported.exports)).not.toEqual([]);
      } finally {
        sandbox.remove();
      }
    }, 30_000);
  });
}

/** A file that a ConfigMap among the manifests holds. */
function fromConfigMap(manifests: string, key: string): string {
  const objects = parseAllDocuments(manifests).map((document) => document.toJS() as { readonly kind?: string; readonly data?: Readonly<Record<string, string>> } | null);
  const text = objects.find((object) => object?.kind === 'ConfigMap' && object.data?.[key] !== undefined)?.data?.[key];
  if (text === undefined) throw new Error(`no ConfigMap holds ${key}`);
  return text;
}

// Lines of postgresql.conf that the running server does not hold to, and settings stated twice.
const fileFaults = `SELECT name, max(error) AS error, count(*) FROM pg_file_settings GROUP BY name HAVING count(*) > 1 OR max(error) IS NOT NULL`;

// The system's nginx is old and judges only files for it or older; 1.28 judges from 1.25.1, where `http2 on` came, to 1.30, since nothing newer is rendered.
function nginxFor(stated: string): readonly ToolId[] {
  const ids: ToolId[] = [];
  if (compareVersions(stated, '1.24') < 0) ids.push('nginx');
  if (compareVersions(stated, '1.25.1') >= 0 && compareVersions(stated, '1.31') < 0) ids.push('nginx-1.28');
  if (ids.length === 0) throw new Error(`no nginx here can judge a file for ${stated}`);
  return ids;
}

async function passesRequest(conf: string, id: ToolId, path: string): Promise<void> {
  const seen: (string | undefined)[] = [];
  const upstream = createServer((request, response) => { seen.push(request.url); response.end('ok'); });
  await new Promise<void>((resolve) => { upstream.listen(0, '127.0.0.1', resolve); });
  const address = upstream.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const nginx = await startNginx(conf, requireTool(id), { upstreams: Object.fromEntries(upstreamAddresses(conf).map((each) => [each, port])) });
  try {
    const plain = await fetch(`http://127.0.0.1:${nginx.port}${path}`, { redirect: 'manual' });
    const secure = [...nginx.ports.values()].find((one) => one !== nginx.port);
    if (secure !== undefined) expect(plain.headers.get('location')).toMatch(/^https:/);
    const status = secure === undefined ? plain.status : await statusOverTls(secure, path);
    expect({ status, seen, log: nginx.log() }).toMatchObject({ status: 200, seen: [path] });
    expect(nginx.log()).not.toMatch(/\[(alert|crit|emerg)\]/);
  } finally {
    await nginx.stop();
    upstream.closeAllConnections();
    upstream.close();
  }
}

/** The status of a path over TLS, with whatever certificate the test made. */
const statusOverTls = (port: number, path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, rejectUnauthorized: false }, (response) => resolve(response.resume().statusCode)).once('error', reject);
  });

/** Plans may write a server's `maxmemory-policy` as `maxmemory_policy`. */
function reportedBy<Value>(config: Readonly<Record<string, string>>, entry: ReadEntry, convert: (name: string, value: string) => Value): Value | undefined {
  const name = entry.setting in config ? entry.setting : entry.setting.replaceAll('_', '-');
  const value = config[name];
  return value === undefined ? undefined : convert(name, value);
}
