import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { size } from '../../src/size.ts';
import { renderTarget } from '../../src/targets/render.ts';
import { numbersIn, spellingsOf } from '../laws/numbers.ts';
import { load } from '../load/workspace.ts';

const RENDER = 'name: shop\nmachine: { cpu: 2, memory: 4GiB, platform: render }\n';
const WHOLE = `${RENDER}components:
  - { name: web, links: [api], routes: [{ path: / }] }
  - { name: api, kind: gunicorn, app: "application:application", migrate: [alembic, upgrade, head], links: [db, cache, mongo], routes: [{ path: /api }] }
  - { name: admin, kind: uvicorn, image: "registry.example.com/admin:1", links: [api], routes: [{ path: /admin }] }
  - { name: worker, kind: python, command: [python, -m, worker, "--name=a b"], links: [db, cache] }
  - { name: db }
  - { name: cache }
  - { name: mongo, external: "cluster0.example.com:27017" }
`;

type Item = Readonly<Record<string, unknown>>;
interface Blueprint { readonly services: readonly Item[]; readonly databases?: readonly Item[] }

const textOf = async (profile: string): Promise<string> => (await renderTarget.render(size(load({ 'shop.yaml': profile }))))[0]?.text ?? '';
const blueprintOf = async (profile: string): Promise<Blueprint> => parse(await textOf(profile)) as Blueprint;
const named = (items: readonly Item[] | undefined, name: string): Item => items?.find((item) => item['name'] === name) ?? {};
const variable = (service: Item, key: string): unknown => (service['envVars'] as readonly Item[]).find((one) => one['key'] === key);

/** The fields of a Blueprint that we use, by the type of the service, as render.com/docs/blueprint-spec has them (read on 2026-11-21). */
const OF_ANY = ['type', 'name', 'runtime', 'plan', 'numInstances', 'scaling', 'preDeployCommand', 'maxShutdownDelaySeconds', 'envVars', 'buildCommand', 'startCommand', 'image', 'dockerCommand', 'dockerfilePath'];
const FIELDS: Readonly<Record<string, readonly string[]>> = { web: [...OF_ANY, 'healthCheckPath'], pserv: OF_ANY, worker: OF_ANY, keyvalue: ['type', 'name', 'ipAllowList', 'maxmemoryPolicy'] };
const OF_DATABASES = ['name', 'databaseName', 'postgresMajorVersion', 'plan', 'diskSizeGB', 'highAvailability', 'ipAllowList'];
const PLANS = ['starter', 'standard', 'pro', 'pro plus', 'pro max', 'pro ultra'];

describe('render.yaml', () => {
  it('is for machines of Render alone', async () => {
    expect(await textOf(WHOLE.replace(', platform: render', ''))).toBe('');
  });

  it('has the fields of a Blueprint, and no others', async () => {
    const { services, databases } = await blueprintOf(WHOLE);
    for (const service of services) {
      expect(Object.keys(service).filter((key) => !FIELDS[String(service['type'])]?.includes(key)), String(service['name'])).toEqual([]);
      if (service['type'] === 'keyvalue') continue;
      expect(PLANS).toContain(service['plan']);
      expect(service['maxShutdownDelaySeconds']).toBeGreaterThan(0);
      expect(service['maxShutdownDelaySeconds']).toBeLessThanOrEqual(300);
      for (const one of service['envVars'] as readonly Item[]) expect(Object.keys(one).slice(1)).toEqual([expect.stringMatching(/^(?:value|sync|fromDatabase|fromService)$/)]);
    }
    for (const database of databases ?? []) {
      expect(Object.keys(database).filter((key) => !OF_DATABASES.includes(key))).toEqual([]);
      expect(Number(database['diskSizeGB']) % 5).toBe(0);
    }
  });

  it('starts gunicorn by its file, with what Render says itself overruled', async () => {
    const { services } = await blueprintOf(WHOLE);
    const api = named(services, 'api');
    expect(api).toMatchObject({ type: 'pserv', runtime: 'python', buildCommand: 'pip install -r requirements.txt', startCommand: 'gunicorn --config api/gunicorn.conf.py application:application', preDeployCommand: 'alembic upgrade head' });
    expect(variable(api, 'GUNICORN_CMD_ARGS')).toEqual({ key: 'GUNICORN_CMD_ARGS', value: '--bind=0.0.0.0:8000' });
    expect(variable(api, 'WEB_CONCURRENCY')).toHaveProperty('value');
    expect(variable(api, 'PYTHONPATH')).toEqual({ key: 'PYTHONPATH', value: '/opt/render/project/src/api' });
    expect(variable(api, 'PROMETHEUS_MULTIPROC_DIR')).toBeUndefined();
  });

  it('makes public what no other service asks, and asks it for its health', async () => {
    const { services } = await blueprintOf(WHOLE);
    expect(services.map(({ name, type, healthCheckPath }) => [name, type, healthCheckPath])).toEqual([['web', 'web', '/'], ['api', 'pserv', undefined], ['admin', 'web', '/readyz'], ['worker', 'worker', undefined], ['cache', 'keyvalue', undefined]]);
  });

  it('pulls a stated image, and starts it as Compose does', async () => {
    const { services } = await blueprintOf(WHOLE);
    expect(named(services, 'admin')).toMatchObject({ runtime: 'image', image: { url: 'registry.example.com/admin:1' }, dockerCommand: expect.stringMatching(/^uvicorn app:app --host=0\.0\.0\.0 --port=8000 /) });
    expect(named(services, 'admin')).not.toHaveProperty('startCommand');
  });

  it('keeps the words of a command apart', async () => {
    expect(named((await blueprintOf(WHOLE)).services, 'worker')['startCommand']).toBe("python -m worker '--name=a b'");
  });

  it('finds servers where Render knows them, and holds no password', async () => {
    const { services, databases } = await blueprintOf(WHOLE);
    const api = named(services, 'api');
    expect(variable(api, 'DB_PASSWORD')).toEqual({ key: 'DB_PASSWORD', fromDatabase: { name: 'db', property: 'password' } });
    expect(variable(api, 'REDIS_HOST')).toEqual({ key: 'REDIS_HOST', fromService: { type: 'keyvalue', name: 'cache', property: 'host' } });
    expect(variable(api, 'MONGO_HOST')).toEqual({ key: 'MONGO_HOST', value: 'cluster0.example.com' });
    expect(variable(named(services, 'web'), 'API_HOSTPORT')).toEqual({ key: 'API_HOSTPORT', fromService: { type: 'pserv', name: 'api', property: 'hostport' } });
    expect(named(databases, 'db')).toMatchObject({ databaseName: 'shop', postgresMajorVersion: '18', ipAllowList: [] });
    expect(named(services, 'cache')).toMatchObject({ ipAllowList: [] });
  });

  it('asks for the password of a database elsewhere', async () => {
    const { services } = await blueprintOf(`${RENDER}components: [{ name: api, kind: uvicorn, links: [db], routes: [{ path: / }] }, { name: db, external: "db.example.com:5433" }]\nsettings: { db.postgres.max_connections: 100 }\n`);
    expect(variable(named(services, 'api'), 'DB_PASSWORD')).toEqual({ key: 'DB_PASSWORD', sync: false });
    expect(variable(named(services, 'api'), 'DB_HOST')).toEqual({ key: 'DB_HOST', value: 'db.example.com' });
  });

  it('says what of the stack Render does not run', async () => {
    const text = await textOf(`${RENDER}components: [{ name: proxy }, { name: api, kind: gunicorn, links: [db, queue], routes: [{ path: / }] }, { name: db }, { name: queue }]\n`);
    expect(text).toContain('# Render\'s own proxy ends TLS and takes the place of nginx');
    expect(text).toContain('# Render runs no kafka of its own: queue is not here.');
    expect(parse(text)).toMatchObject({ services: [{ name: 'api', type: 'web' }], databases: [{ name: 'db' }] });
  });

  it.each([WHOLE, `${WHOLE}ha: true\n`, WHOLE.replace('cpu: 2, memory: 4GiB', 'cpu: 8, memory: 32GiB')])('has no number that is not an entry\'s', async (profile) => {
    const plan = size(load({ 'shop.yaml': profile }));
    const known = new Set([...spellingsOf([...plan.entries.values()]), ...profile.match(/[0-9]+/g) ?? []]);
    const [file] = await renderTarget.render(plan);
    expect(file === undefined ? ['nothing is rendered'] : numbersIn(file).filter(({ number }) => !known.has(number))).toEqual([]);
  });

  it('refuses what is larger than any instance, and says what to do', () => {
    expect(() => size(load({ 'shop.yaml': `name: shop\nmachine: { cpu: 64, memory: 256GiB, platform: render }\ncomponents: [{ name: api, kind: gunicorn, routes: [{ path: / }] }]\n` }))).toThrow(/no instance type of Render .* state more replicas/s);
  });

  it('adds instances where the profile lets it, and else has as many as it says', async () => {
    const { services } = await blueprintOf(WHOLE);
    expect(named(services, 'api')['scaling']).toEqual({ minInstances: 1, maxInstances: expect.any(Number), targetCPUPercent: 70 });
    const fixed = await blueprintOf(`${WHOLE}settings: { api.kubernetes.max_replicas: 1 }\n`);
    expect(named(fixed.services, 'api')).toMatchObject({ numInstances: 1 });
    expect(named(fixed.services, 'api')).not.toHaveProperty('scaling');
  });
});
