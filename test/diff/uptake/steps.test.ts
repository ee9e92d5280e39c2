import { describe, expect, it } from 'vitest';
import { nothingRestarts, type Step } from '../../../src/diff/uptake/step.ts';
import { edited, replaced, sideOf, stepsBetween, told } from './sides.ts';

const COMPOSE = 'docker-compose.yml';

const brief = (steps: readonly Step[]): readonly string[] => steps.map(({ environment, component, action }) => `${environment} ${component} ${action}`);
const of = (steps: readonly Step[], environment: Step['environment'], component: string): readonly Step[] => steps.filter((step) => step.environment === environment && step.component === component);

describe('a memory bump of one machine', () => {
  it('restarts what reads memory when it starts, tells the cache, and replaces every container', async () => {
    const steps = stepsBetween(await sideOf('medium'), await sideOf('medium', 'machine.memory=12GiB'));
    expect(brief(steps)).toEqual([
      'anywhere api restart', 'anywhere db restart', 'anywhere cache reload',
      'compose api recreate', 'compose api-migrate recreate', 'compose cache recreate', 'compose db recreate', 'compose proxy recreate',
      'kubernetes api roll', 'kubernetes cache roll', 'kubernetes db roll', 'kubernetes proxy roll',
    ]);
    expect(told(steps, 'anywhere')).toContainEqual('db restart: PostgreSQL reads shared_buffers only when it starts: every connection ends, and none is answered until it has started again; the other 6 changes come with it');
    expect(told(steps, 'compose')).toContainEqual('db recreate: its container is replaced: it is away from its stop, which may take 120s, until it answers again; what is in db_data stays');
    expect(told(steps, 'compose')).toContainEqual('cache recreate: its container is replaced: it is away from its stop, which may take 30s, until it answers again; all its keys are gone');
    expect(told(steps, 'compose')).toContainEqual('api-migrate recreate: it runs once more, before those that wait for it');
    expect(told(steps, 'kubernetes')).toContainEqual('api roll: its pod is replaced when the new one is ready, and never away; both together may open 6 more database connections');
    expect(told(steps, 'kubernetes')).toContainEqual('db roll: its only pod is replaced: it is away from its stop, which may take 120s, until it is ready again');
    expect(of(steps, 'anywhere', 'db')[0]?.because).toEqual(['db.postgres.shared_buffers']);
    expect(of(steps, 'anywhere', 'cache')[0]?.command).toMatch(/^redis-cli CONFIG SET maxmemory \d+mb$/);
    expect(nothingRestarts(steps)).toBe(false);
  });

  it('names the settings that ask for it, and no line of a file for what is a setting', async () => {
    const steps = stepsBetween(await sideOf('medium'), await sideOf('medium', 'machine.memory=12GiB'));
    expect(of(steps, 'compose', 'proxy')[0]?.because.toSorted()).toEqual(['proxy.container.memory_limit', 'proxy.container.memory_reservation', 'proxy.container.tmpfs_size']);
    expect(steps.flatMap(({ because }) => because).filter((one) => !/^[a-z-]+\.[a-z]+\.[A-Za-z_.-]+(?:\[.*\])?$/.test(one))).toEqual([]);
  });
});

describe('nothing to take up', () => {
  it.each(['small', 'medium', 'large', 'xlarge'])('%s against itself', async (profile) => {
    expect(stepsBetween(await sideOf(profile), await sideOf(profile))).toEqual([]);
  });

  it('comments, load tests, the plan and what reviewers read', async () => {
    const side = await sideOf('medium');
    const after = ['plan.json', 'SIZING.md', 'loadtest/k6.js', 'loadtest/README.md', 'monitoring/rules/alerts.yml', COMPOSE, 'nginx/nginx.conf', 'postgres/postgresql.conf', 'postgres/roles.sql', 'redis/redis.conf', 'kubernetes/proxy.yaml'].reduce((one, path) => edited(one, path, (text) => `${text}\n${path.endsWith('.sql') ? '--' : '#'} a comment\n`), side);
    expect(stepsBetween(side, after)).toEqual([]);
    expect(nothingRestarts([])).toBe(true);
  });
});

describe('a changed file alone', () => {
  it('is a reload of nginx, for which its container starts again all the same: it keeps the file that it mounted', async () => {
    const side = await sideOf('medium');
    const steps = stepsBetween(side, replaced(side, 'nginx/nginx.conf', ['keepalive_requests 10000', 'keepalive_requests 9000']));
    expect(steps).toMatchObject([
      { environment: 'anywhere', component: 'proxy', action: 'reload', command: 'nginx -s reload', message: 'new workers take new connections at once, old ones finish what they have within 65s, and nothing is refused' },
      { environment: 'compose', component: 'proxy', action: 'restart', command: 'docker compose restart proxy' },
    ]);
  });

  it('is a reload of PostgreSQL where no parameter asks for more', async () => {
    const side = await sideOf('medium');
    const [step] = stepsBetween(side, replaced(side, 'postgres/postgresql.conf', [/work_mem = \S+/, "work_mem = '1MB'"], [/random_page_cost = \S+/, 'random_page_cost = 2']));
    expect(step).toMatchObject({ action: 'reload', message: 'PostgreSQL reads work_mem and random_page_cost again on a signal: no connection ends' });
  });

  it('says in which order standbys follow, and what huge pages need', async () => {
    const side = replaced(await sideOf('medium'), 'postgres/postgresql.conf', [/huge_pages = \S+/, 'huge_pages = try']);
    const [step] = stepsBetween(side, replaced(side, 'postgres/postgresql.conf', [/max_connections = \d+/, 'max_connections = 50'], [/max_worker_processes = \d+/, 'max_worker_processes = 2'], [/shared_buffers = \S+/, "shared_buffers = '2GB'"]));
    expect(step?.message).toMatch(/where it has standbys, max_connections rises on its standbys first and max_worker_processes falls on the primary first; the host must have reserved as many huge pages first \(vm\.nr_hugepages\)$/);
  });

  it('tells Redis with CONFIG SET what it takes, and says what it keeps until it starts', async () => {
    const side = await sideOf('medium');
    const steps = stepsBetween(side, replaced(side, 'redis/redis.conf', [/tcp-backlog \d+/, 'tcp-backlog 2048'], [/maxmemory \S+/, 'maxmemory 1gb']));
    expect(told(steps, 'anywhere')).toEqual(['cache restart: Redis takes tcp-backlog only when it starts: every connection ends; all its keys are gone; the other change comes with it']);
  });
});

describe('Compose', () => {
  it('restarts what asks for it when what it depends on is replaced', async () => {
    const side = replaced(await sideOf('medium'), COMPOSE, [/( {4}depends_on:\n {6}api:\n {8}condition: service_healthy\n)/, '$1        restart: true\n']);
    const steps = stepsBetween(side, replaced(side, COMPOSE, ['WORKERS: 2', 'WORKERS: 3']));
    expect(told(steps, 'compose')).toEqual([
      'api recreate: its container is replaced: it is away from its stop, which may take 82s, until it answers again',
      'proxy restart: it stops before api is replaced, and starts after: depends_on says so',
    ]);
  });

  it('leaves a service that is gone, and its volume, until somebody removes them', async () => {
    const side = await sideOf('medium');
    const steps = stepsBetween(side, replaced(side, COMPOSE, [/\n {2}proxy:\n[\s\S]*?\n\nnetworks:/, '\n\nnetworks:']));
    expect(steps).toMatchObject([{ environment: 'compose', component: 'proxy', action: 'by hand', message: 'its containers run on until orphans are removed; proxy_cache stays until somebody removes it', command: 'docker compose up --detach --remove-orphans' }]);
  });

  it('quotes for the shell what the files of the older side are named by', async () => {
    const side = await sideOf('medium');
    const hostile = replaced(side, COMPOSE, [/^name: .*$/m, 'name: "x; touch y"']);
    expect(of(stepsBetween(hostile, side), 'compose', 'project')).toMatchObject([{ command: "docker compose --project-name 'x; touch y' down" }]);
  });

  it('makes a network anew, and no volume', async () => {
    const side = await sideOf('medium');
    const steps = stepsBetween(side, replaced(side, COMPOSE, ['  edge: {}', '  edge:\n    internal: true'], ['  db_data: {}', '  db_data:\n    driver: nfs']));
    expect(told(steps, 'compose')).toEqual([
      'project recreate: the network edge is made anew: api and proxy are stopped meanwhile',
      'project refused: the volume db_data keeps its properties: with others Compose makes it anew, and what is in it is lost',
    ]);
  });

  it('adds containers beside those that run', async () => {
    const side = await sideOf('medium');
    expect(told(stepsBetween(side, replaced(side, COMPOSE, ['replicas: 1', 'replicas: 3'])), 'compose')).toEqual(['api scale: 3 containers instead of 1: those that stay go on']);
  });

  it('builds an image again only when it is asked to', async () => {
    const side = await sideOf('medium');
    expect(stepsBetween(side, replaced(side, COMPOSE, ['context: ../..', 'context: ../../..']))).toMatchObject([{ component: 'api', action: 'recreate', command: 'docker compose up --detach --build api' }]);
  });

  it('starts a project of another name beside the first one', async () => {
    const steps = stepsBetween(await sideOf('medium'), await sideOf('medium', 'name=shop'));
    expect(steps.filter(({ environment }) => environment !== 'anywhere')).toMatchObject([
      { environment: 'compose', component: 'project', action: 'by hand', command: 'docker compose --project-name medium down' },
      { environment: 'kubernetes', component: 'shop', action: 'by hand', message: expect.stringContaining('its volumes go with it: copy what is to stay first') },
    ]);
    expect(steps.find(({ component }) => component === 'shop')?.command).toBeUndefined();
  });
});

describe('a PostgreSQL that has data', () => {
  it('is refused by another major version, wherever it runs', async () => {
    const steps = stepsBetween(await sideOf('medium', 'settings.db.component.version=17'), await sideOf('medium'));
    expect(steps.filter(({ component }) => component === 'db').map(({ environment, action, message }) => [environment, action, message])).toEqual(
      (['anywhere', 'compose', 'kubernetes'] as const).map((environment) => [environment, 'refused', 'PostgreSQL 18 does not start on the data of 17: it is upgraded (pg_upgrade), or dumped and restored, into a new volume']),
    );
  });

  it('does not look at what counts for an empty volume', async () => {
    const side = await sideOf('medium');
    const after = replaced(replaced(side, COMPOSE, ['--data-checksums', '--no-data-checksums']), 'kubernetes/db.yaml', ['--data-checksums', '--no-data-checksums']);
    expect(stepsBetween(side, after).map(({ environment, message }) => [environment, message.replace(/^.*; /, '')])).toEqual((['compose', 'kubernetes'] as const).map((environment) => [environment, 'POSTGRES_INITDB_ARGS counts for an empty volume alone']));
  });

  it('keeps its roles until their script is run again, in each environment by its own command', async () => {
    const steps = stepsBetween(await sideOf('medium'), await sideOf('medium', 'settings.db.postgres.statement_timeout[api]=9s')).filter(({ action }) => action === 'by hand');
    expect(steps).toMatchObject([
      { environment: 'compose', component: 'db', command: 'docker compose exec -T db psql --username=postgres --dbname=medium < postgres/roles.sql' },
      { environment: 'kubernetes', component: 'db', command: 'kubectl -n medium exec -i statefulset/db -- psql --username=postgres --dbname=medium < postgres/roles.sql' },
    ]);
    expect(steps[0]?.because).toContain('db.postgres.statement_timeout[api]');
  });
});
