import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { entryId, type Entry } from '../../src/model/entry.ts';
import { InputError, showProblem } from '../../src/model/problem.ts';
import { treeOf } from '../../src/model/source.ts';
import { valueOf } from '../../src/model/lookup.ts';
import { isExternal, type Stack } from '../../src/model/stack.ts';
import { APPLICATION_KINDS } from '../../src/model/who.ts';
import { composePaths, readCompose } from '../../src/readers/compose.ts';
import type { Deployment } from '../../src/readers/deployment.ts';
import { render } from '../../src/render.ts';
import * as component from '../../src/settings/component.ts';
import * as container from '../../src/settings/container.ts';
import { command, published, tmpfs } from '../../src/settings/found.ts';
import { size } from '../../src/size.ts';
import { isMigrated, migrationName } from '../../src/targets/migration.ts';
import { drafts, pythonDrafts, stackOf } from './random.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 40);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);
const counted = { stacks: 0, entries: 0 };
const STORES = ['postgres', 'redis'];

const nameOf = ({ setting }: Entry): string => `${setting.kind}.${setting.name}`;
const named = (...settings: readonly { readonly kind: string; readonly name: string }[]): readonly string[] => settings.map(({ kind, name }) => `${kind}.${name}`);

/** What docker-compose.yml carries under the same id. */
const CARRIED = named(
  container.memory_limit, container.memory_reservation, container.cpu_limit, container.cpu_reservation, container.pids_limit, container.nofile,
  container.stop_grace_period, container.health_interval, container.health_timeout, container.health_retries, container.health_start, container.log_max_size, container.log_max_file, container.user,
);

/** What it carries for some kinds, or under another name: where the value is found when it is read. */
const CARRIED_OTHERWISE: readonly { readonly of: readonly string[]; readonly when?: (kind: string) => boolean; readonly as: (entry: Entry) => readonly string[] }[] = [
  { of: named(container.shm_size), when: (kind) => kind === 'postgres', as: ({ id }) => [id] },
  { of: named(component.replicas), when: (kind) => !STORES.includes(kind), as: ({ id }) => [id] },
  { of: named(component.image), when: (kind) => !(APPLICATION_KINDS as readonly string[]).includes(kind), as: ({ id }) => [id] },
  { of: named(container.tmpfs_size), as: ({ component: name }) => ['/tmp', '/data', '/var/run/postgresql'].map((path) => entryId({ name }, tmpfs, path)) },
];

/** What it does not carry, and why. */
const NOT_CARRIED: readonly { readonly of: RegExp; readonly because: string }[] = [
  { of: /^kubernetes\./, because: 'these are for Kubernetes' },
  { of: /^container\.(?:volume_size|somaxconn)$/, because: 'a volume of Docker has no size, and the queue of the host is the host\'s' },
  { of: /^container\.shm_size$/, because: 'only PostgreSQL has a /dev/shm of its own' },
  { of: /^component\.replicas$/, because: 'a store is one, whatever is wished' },
  { of: /^component\.image$/, because: 'the image of an application is a variable: the environment names it' },
  { of: /^component\.build\./, because: 'it lies outside of what was rendered' },
  { of: /^component\.(?:interface|app|command)$/, because: 'they stand in the files and flags of the server, and a worker\'s command is compared below' },
  { of: /^component\.(?:base|builder)_image$/, because: 'they begin the Dockerfile, which lies beside the code' },
  { of: /^component\.migrate$/, because: 'it is the command of a service of its own, compared below' },
  { of: /^component\.(?:published_port|published_last_port|published_tls_port|published_tls_last_port)$/, because: 'they are one entry each of container.published, compared below' },
  { of: /^component\.(?:version|port|share|external)$/, because: 'they are told from what runs inside' },
  { of: /^monitoring\./, because: 'they are the limits that alerts and panels show' },
  { of: /^sentinel\./, because: 'one machine has no copies to choose from' },
  { of: /^exporter\./, because: 'exporters are services of their own' },
  { of: /^(?:budget|demand|client|route|upstream|workload)\./, because: 'they are the wishes and steps of sizing' },
  { of: /^(?:nginx|node|gunicorn|uvicorn|python|sqlalchemy|redis_py|kafka_python|pymongo|postgres|pgbouncer|redis|kafka|jvm|role)\b/, because: 'they stand in the files of the servers' },
];

async function readBack(plan: Stack): Promise<Deployment> {
  const files = await render(plan, ['compose', 'env', 'nginx', 'node', 'python', 'postgres', 'pgbouncer', 'redis', 'kafka']);
  const tree = treeOf(Object.fromEntries(files.map(({ path, text }) => [path, text])));
  expect(composePaths(tree)).toEqual([['docker-compose.yml']]);
  return readCompose(tree, ['docker-compose.yml'], {});
}

/** What of a plan is not the same when its docker-compose.yml is read, and what nobody said whether it is carried. */
function differences(plan: Stack, { facts, containers }: Deployment): readonly string[] {
  const hosted = plan.components.filter((one) => !isExternal(plan, one));
  const read = new Map(facts.entries.map((entry) => [entry.id, entry.value]));
  const migrated = hosted.filter((one) => isMigrated(plan, one));
  const kinds = new Map(hosted.map(({ name, kind }) => [name, kind]));
  const entries = [...plan.entries.values()].filter((entry) => kinds.has(entry.component) && entry.component !== entry.setting.kind);
  return [
    ...(JSON.stringify([...hosted.map(({ name }) => name), ...migrated.map((one) => migrationName(plan, one))].sort()) === JSON.stringify(containers.map((one) => one.component).sort()) ? [] : ['other services']),
    ...migrated.filter((one) => read.get(entryId({ name: migrationName(plan, one) }, command)) !== valueOf(plan, one, component.migrate)?.join(' ')).map(({ name }) => `${name} is not migrated by its command`),
    ...hosted.filter((one) => one.kind === 'python' && read.get(entryId(one, command)) !== valueOf(plan, one, component.command)?.join(' ')).map(({ name }) => `${name} has another command`),
    ...entries.flatMap((entry): readonly string[] => {
      const name = nameOf(entry);
      const otherwise = CARRIED_OTHERWISE.find(({ of, when }) => of.includes(name) && (when?.(kinds.get(entry.component) ?? '') ?? true));
      const places = CARRIED.includes(name) ? [entry.id] : otherwise?.as(entry);
      if (places === undefined) return NOT_CARRIED.some(({ of }) => of.test(name)) ? [] : [`nobody says whether ${name} is carried`];
      counted.entries += 1;
      const values = places.flatMap((id) => read.get(id) ?? []);
      return values.length > 0 && values.every((value) => value === entry.value) ? [] : [`${entry.id}: ${String(entry.value)} was read as ${values.join(', ') || 'nothing'}`];
    }),
    ...hosted.flatMap(({ name }) => publishedPorts(plan, name).filter((port) => ![...facts.entries].some((entry) => entry.component === name && nameOf(entry) === nameOf({ setting: published } as Entry) && entry.subject?.endsWith(`:${port}`) === true)).map((port) => `${name} is not published on ${port}`)),
  ];
}

/** The ports of the host that a plan states for a component: `8080`, or `8080-8081`. */
function publishedPorts(plan: Stack, name: string): readonly string[] {
  const value = (setting: Parameters<typeof entryId>[1]): unknown => plan.entries.get(entryId({ name }, setting))?.value;
  const pairs = [[component.published_port, component.published_last_port], [component.published_tls_port, component.published_tls_last_port]] as const;
  return pairs.flatMap(([first, last]) => (value(first) === undefined ? [] : [value(last) === undefined || value(last) === value(first) ? String(value(first)) : `${String(value(first))}-${String(value(last))}`]));
}

describe(`law 2: what docker-compose.yml carries is read back (seed ${seed})`, () => {
  afterAll(() => console.info(`law 2, Compose: ${counted.stacks} stacks, ${counted.entries} entries; seed ${seed}`));

  it('whatever the profile', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(drafts, pythonDrafts), async (draft) => {
      let plan: Stack;
      try {
        plan = size(stackOf({ ...draft, platform: 'docker' }));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return; // A machine that is too small.
      }
      counted.stacks += 1;
      const deployment = await readBack(plan);
      expect(deployment.facts.problems.map(showProblem)).toEqual([]);
      // Images of applications are named by the environment, or built from what lies beside the stack, and secrets are made on the machine.
      expect(deployment.facts.unread.filter(({ what, because }) => !/^image: \$\{[A-Z0-9_]+_IMAGE:/.test(what) && !/^build: /.test(what) && !because.includes('.gitignore'))).toEqual([]);
      expect(differences(plan, deployment)).toEqual([]);
    }), { numRuns: RUNS, seed });
  });
});
