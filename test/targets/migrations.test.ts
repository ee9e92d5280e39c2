import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { composeTarget } from '../../src/targets/compose.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { planOf, POOLED, type Sketch } from './stacks.ts';

const MIGRATED = { 'api.component.migrate': ['node', 'migrate.mjs'] };
const BUILT = { 'api.component.build.context': '../..', 'api.component.build.dockerfile': 'api/Dockerfile' };

const compose = async (sketch: Sketch): Promise<any> => parse((await composeTarget.render(planOf(sketch)))[0]?.text ?? '');
async function manifests(sketch: Sketch, component: string): Promise<readonly any[]> {
  const files = await kubernetesTarget.render(planOf(sketch));
  return parseAllDocuments(files.find(({ path }) => path === `kubernetes/${component}.yaml`)?.text ?? '').map((document) => document.toJS());
}
const ofKind = (all: readonly any[], kind: string): any => all.find((one) => one.kind === kind);

describe('a build in docker-compose.yml', () => {
  it('stands beside an image that the environment may name', async () => {
    const { api } = (await compose({ settings: BUILT })).services;
    expect([api.image, api.build]).toEqual(['${API_IMAGE:-shop-api}', { context: '../..', dockerfile: 'api/Dockerfile' }]);
    expect((await compose({})).services.api).toMatchObject({ image: '${API_IMAGE:?name the image of api}' });
  });
});

describe('a migration in docker-compose.yml', () => {
  it('runs to its end before its application, in its image, as the role that owns the schema', async () => {
    const { services, secrets } = await compose({ settings: { ...BUILT, ...MIGRATED } });
    const { api, 'api-migrate': migration } = services;
    expect(api.depends_on).toMatchObject({ 'api-migrate': { condition: 'service_completed_successfully' }, db: { condition: 'service_healthy' } });
    expect(migration).toMatchObject({
      image: api.image, command: ['node', 'migrate.mjs'], restart: 'no', networks: ['data'], secrets: ['db_migrations_password'], user: api.user, read_only: true,
      depends_on: { db: { condition: 'service_healthy' } },
      environment: { DB_HOST: 'db', DB_NAME: 'shop', DB_PORT: 5432, DB_USER: 'migrations', DB_PASSWORD_FILE: '/run/secrets/db_migrations_password' },
      deploy: { resources: { limits: api.deploy.resources.limits } },
    });
    // Compose builds them at the same time, and the second to end finds the image "already exists".
    expect(migration).not.toHaveProperty('build');
    expect(api.secrets).toEqual(['api_db_password']);
    expect(Object.keys(secrets)).toContain('db_migrations_password');
  });

  it('of a Python application may import its settings', async () => {
    const { services } = await compose({ components: { proxy: 'nginx', api: 'gunicorn', db: 'postgres' }, links: ['proxy -> api', 'api -> db'], settings: { 'api.component.migrate': ['alembic', 'upgrade', 'head'] } });
    expect(services['api-migrate'].configs).toEqual(services.api.configs);
    expect(services['api-migrate'].environment).toEqual({ DB_HOST: 'db', DB_NAME: 'shop', DB_PASSWORD_FILE: '/run/secrets/db_migrations_password', DB_PORT: 5432, DB_USER: 'migrations', PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: '/app', PYTHONUNBUFFERED: '1' });
  });

  it('is not there for no command', async () => {
    expect(Object.keys((await compose({ settings: { 'api.component.migrate': [] } })).services)).toEqual(['api', 'cache', 'db', 'proxy']);
  });

  it('goes past the pooler, whose transactions hold no lock of a session', async () => {
    const { services } = await compose({ ...POOLED, settings: MIGRATED });
    expect(services.api.environment.DB_HOST).toBe('pooler');
    expect(services['api-migrate'].environment.DB_HOST).toBe('db');
  });

  it('reaches a database elsewhere, with a password that is made', async () => {
    const plan = planOf({ settings: { ...MIGRATED, 'db.component.external': 'db.example.com:5433', 'db.postgres.max_connections': 100 } });
    const { services } = parse((await composeTarget.render(plan))[0]?.text ?? '');
    expect(services['api-migrate']).toMatchObject({ networks: ['edge'], environment: { DB_HOST: 'db.example.com', DB_PORT: 5433 } });
    expect(services['api-migrate']).not.toHaveProperty('depends_on');
    expect(composeTarget.secrets?.(plan).map(({ path }) => path)).toContain('secrets/db_migrations_password');
  });

  it('takes no name that a component has', async () => {
    const { services } = await compose({ components: { api: 'node', 'api-migrate': 'node', db: 'postgres' }, links: ['api -> db', 'api-migrate -> db'], settings: MIGRATED });
    expect(Object.keys(services)).toEqual(['api', 'api-migrate', 'api.migrate', 'db']);
    expect(services.api.depends_on).toHaveProperty(['api.migrate']);
  });
});

describe('a migration in Kubernetes', () => {
  it('runs before its application in each pod, with a secret that the application does not see', async () => {
    const { spec } = ofKind(await manifests({ settings: MIGRATED }, 'api'), 'Deployment').spec.template;
    const [migration] = spec.initContainers;
    const [application] = spec.containers;
    expect(migration).toMatchObject({ name: 'api-migrate', image: application.image, args: ['node', 'migrate.mjs'], resources: application.resources, securityContext: application.securityContext });
    expect(migration.env).toContainEqual({ name: 'DB_USER', value: 'migrations' });
    const volume = spec.volumes.find(({ name }: any) => name === 'migration-secrets');
    expect(volume.secret.items).toEqual([{ key: 'db_migrations_password', path: 'db_migrations_password' }]);
    expect(application.volumeMounts.map(({ name }: any) => name)).not.toContain('migration-secrets');
  });

  it('may pass by the pooler', async () => {
    const allowed = async (migrated: Sketch['settings'] & object) => ofKind(await manifests({ ...POOLED, settings: migrated }, 'db'), 'NetworkPolicy').spec.ingress[0].from.map((peer: any) => Object.values(peer.podSelector.matchLabels)[0]);
    expect(await allowed({})).toEqual(['pooler']);
    expect((await allowed(MIGRATED)).toSorted()).toEqual(['api', 'pooler']);
  });
});
