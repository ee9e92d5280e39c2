import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { InputError, showProblem } from '../../src/model/problem.ts';
import { treeOf } from '../../src/model/source.ts';
import { componentNamed, type Stack } from '../../src/model/stack.ts';
import type { RenderedFile } from '../../src/model/target.ts';
import { readTree } from '../../src/read-tree.ts';
import { FIXED_PARAMETERS } from '../../src/settings/cloudnativepg-fixed.ts';
import { size } from '../../src/size.ts';
import { environmentOf, migrationEnvironmentOf } from '../../src/targets/environment.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { confFile } from '../../src/targets/postgres.ts';
import { stackSecrets } from '../../src/targets/secrets.ts';
import { seed } from '../crds/plans.ts';
import { schemaErrorsOf } from '../crds/schema-errors.ts';
import { clusterDrafts, planOf, stackOf } from '../laws/random.ts';
import { load } from '../load/workspace.ts';
import { describeWith } from '../servers/describe-with.ts';
import { clusterPlans } from './cloudnativepg-plans.ts';
import { at, list, members, readManifests, text, type Json } from './kubernetes-read.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 15);

const planNamed = (name: string): Stack => clusterPlans.find(([own]) => own === name)?.[1] ?? { name, components: [], links: [], routes: [], entries: new Map() };
const manifestsOf = async (plan: Stack): Promise<readonly RenderedFile[]> => (await kubernetesTarget.render(plan)).filter(({ path }) => path.endsWith('.yaml') && !path.endsWith('/kustomization.yaml'));

async function specOf(plan: Stack, kind: string, name: string): Promise<Json | undefined> {
  return at(readManifests(await manifestsOf(plan)).find((one) => one.kind === kind && one.name === name)?.data, 'spec');
}

describeWith('what CloudNativePG is told, as its definitions take it', 'crd-check', () => {
  it.each(clusterPlans)('%s', async (_, plan) => {
    expect(schemaErrorsOf((await manifestsOf(plan)).map((file) => file.text).join('---\n'))).toEqual([]);
  });
});

describe('a Cluster', () => {
  it('says all of postgresql.conf but what the operator keeps to itself', async () => {
    for (const [name, plan] of clusterPlans) {
      const database = componentNamed(plan, 'db');
      if (database === undefined) throw new Error(`${name} has no db`);
      const conf = confFile(plan, database).text.split('\n').flatMap((line) => /^([A-Za-z_.]+) = /.exec(line)?.[1] ?? []);
      const told = members(await specOf(plan, 'Cluster', 'db'), 'postgresql', 'parameters').map(([parameter, value]) => {
        expect(typeof value, parameter).toBe('string');
        return parameter;
      });
      expect(told, name).toEqual(conf.filter((parameter) => !FIXED_PARAMETERS.has(parameter)));
      expect(told.length, name).toBeGreaterThan(40);
    }
  });

  it('has a field of its own for libraries, and says what it leaves out', async () => {
    const plan = planNamed('an old database, a class of its own, parameters that the operator keeps');
    expect(list(await specOf(plan, 'Cluster', 'db'), 'postgresql', 'shared_preload_libraries')).toEqual(['pg_stat_statements', 'auto_explain']);
    const file = (await manifestsOf(plan)).find(({ path }) => path.endsWith('/db.yaml'))?.text ?? '';
    expect(file.split('\n').filter((line) => line.includes('is not here'))).toEqual(['# ssl is not here: the operator sets it itself, and takes no other value.']);
    expect(at(await specOf(plan, 'Cluster', 'db'), 'walStorage', 'storageClass')).toBe('premium-rwo');
  });

  it('waits for a standby where there are any, and lets a single instance go with its node', async () => {
    const three = await specOf(planNamed('xlarge'), 'Cluster', 'db');
    expect([at(three, 'postgresql', 'synchronous'), at(three, 'enablePDB'), at(three, 'primaryUpdateMethod'), at(three, 'affinity', 'podAntiAffinityType')]).toEqual([{ method: 'any', number: 1, dataDurability: 'required' }, true, 'switchover', 'required']);
    const alone = await specOf(planNamed('small nodes, nothing doubled'), 'Cluster', 'db');
    expect([at(alone, 'instances'), at(alone, 'postgresql', 'synchronous'), at(alone, 'enablePDB'), at(alone, 'primaryUpdateMethod')]).toEqual([1, undefined, false, 'restart']);
  });

  it('shuts down within its grace, the sessions of pools not waited for', async () => {
    const spec = await specOf(planNamed('xlarge'), 'Cluster', 'db');
    expect([at(spec, 'stopDelay'), at(spec, 'smartShutdownTimeout'), at(spec, 'switchoverDelay')]).toEqual([120, 15, 120]);
  });

  it('keeps a role for each client, and gives monitoring what it is a member of', async () => {
    const plan = planNamed('names that are taken');
    const spec = await specOf(plan, 'Cluster', 'db');
    expect(list(spec, 'managed', 'roles').map((role) => [text(role, 'name'), text(role, 'passwordSecret', 'name'), at(role, 'inRoles')])).toEqual([
      ['api', 'db.api', undefined],
      ['migrations_app', 'db.migrations.app', undefined],
      ['migrations', 'db.migrations', undefined],
      ['monitoring', 'db.monitoring', ['pg_monitor', 'pg_use_reserved_connections']],
    ]);
    expect(at(spec, 'bootstrap', 'initdb', 'secret', 'name')).toBe('db.migrations');
  });

  it('has a Secret made for each role out of files that are made', async () => {
    const plan = planNamed('names that are taken');
    const commands = (await kubernetesTarget.render(plan)).find(({ path }) => path.endsWith('/kustomization.yaml'))?.text.split('\n').filter((line) => line.includes('basic-auth') || line.includes('label secret')) ?? [];
    expect(commands).toEqual([
      '#   kubectl -n default-stack create secret generic db.api --type=kubernetes.io/basic-auth --from-literal=username=api --from-file=password=secrets/api_db_password',
      '#   kubectl -n default-stack create secret generic db.migrations.app --type=kubernetes.io/basic-auth --from-literal=username=migrations_app --from-file=password=secrets/migrations_db_password',
      '#   kubectl -n default-stack create secret generic db.migrations --type=kubernetes.io/basic-auth --from-literal=username=migrations --from-file=password=secrets/db_migrations_password',
      '#   kubectl -n default-stack create secret generic db.monitoring --type=kubernetes.io/basic-auth --from-literal=username=monitoring --from-file=password=secrets/db_monitoring_password',
      '#   kubectl -n default-stack label secret db.api db.migrations.app db.migrations db.monitoring cnpg.io/reload=true',
    ]);
    expect(stackSecrets(plan).map(({ path }) => path)).toEqual(expect.arrayContaining(['secrets/api_db_password', 'secrets/db_migrations_password', 'secrets/db_monitoring_password', 'secrets/migrations_db_password']));
  });
});

describe('a database without clients', () => {
  it('lets nobody in but its own, the operator and monitoring', async () => {
    const plan = size(load({ 'shop.yaml': 'name: shop\ntopology: cluster\nmachine: { cpu: 4, memory: 16GiB }\ncomponents: [{ name: db }]\n' }));
    const spec = await specOf(plan, 'NetworkPolicy', 'db');
    expect(list(spec, 'ingress').map((rule) => list(rule, 'from').map((peer) => members(peer).map(([key]) => key)))).toEqual([[['podSelector']], [['namespaceSelector', 'podSelector']], [['namespaceSelector']]]);
  });
});

describe('what CloudNativePG cannot do', () => {
  it.each([
    ['another port', '- { name: db, port: 5433 }', "shop.yaml: db.component.port: CloudNativePG's servers listen on 5432, not on 5433\n  take the port out"],
    ['a pooler of two databases', '- { name: pooler, kind: pgbouncer, links: [db, reports] }\n  - { name: reports, kind: postgres }\n  - { name: api, links: [pooler, cache] }', 'pooler: a Pooler of CloudNativePG stands in front of one database, not of 2\n  give each database a pooler of its own'],
  ])('%s', async (_, component, said) => {
    const plan = size(load({ 'shop.yaml': `extends: xlarge\ncomponents:\n  ${component}\n` }));
    await expect(kubernetesTarget.render(plan)).rejects.toSatisfy((error: unknown) => error instanceof InputError && error.problems.map(showProblem).join('\n').endsWith(said));
  });
});

describe('where clients connect', () => {
  const plan = planNamed('xlarge');
  const api = componentNamed(plan, 'api') ?? { name: '', kind: '' };

  it('is the pooler for the application, and the primary for its migration', () => {
    const addresses = (variables: readonly { readonly name: string; readonly value: string }[]): readonly string[] => variables.filter(({ name }) => /^DB_(?:HOST|PORT)$/.test(name)).map(({ value }) => value);
    expect(addresses(environmentOf(plan, api))).toEqual(['pooler', '5432']);
    expect(addresses(migrationEnvironmentOf(plan, api))).toEqual(['db-rw', '5432']);
  });
});

/** What a Cluster and a Pooler say of a plan; some parameters the operator keeps to itself. */
const CARRIED = [
  /\.postgres\.(?!listen_addresses$|shared_preload_libraries$|ssl$)/, /\.pgbouncer\./, /\.component\.(?:replicas|image)$/,
  /\.container\.(?:cpu_limit|cpu_reservation|memory_limit|memory_reservation|volume_size|wal_volume_size|shm_size)$/,
  /\.kubernetes\.(?:termination_grace_period|ephemeral_storage|max_surge|max_unavailable)$/, /^pooler\.kubernetes\.pdb_max_unavailable$/,
];

/** What is not the same when the manifests of a plan are read, and what is found in its database, its poolers and their clients. */
async function readBack(plan: Stack): Promise<{ readonly carried: number; readonly differences: readonly string[]; readonly findings: readonly string[] }> {
  const { stacks } = readTree(treeOf(Object.fromEntries((await kubernetesTarget.render(plan)).map((file) => [file.path, file.text]))));
  const [read, ...others] = stacks;
  if (read === undefined || others.length > 0) throw new Error('one stack is rendered');
  expect(read.problems).toEqual([]);
  const stores = plan.components.filter((component) => ['postgres', 'pgbouncer'].includes(component.kind)).map(({ name }) => name);
  const links = ({ links: all }: Stack): readonly string[] => all.filter(({ to }) => stores.includes(to)).map(({ from, to }) => `${from} > ${to}`).sort();
  expect(links(read.stack)).toEqual(links(plan));
  const carried = [...plan.entries.values()].filter(({ id, component, origin }) => stores.includes(component) && origin.from !== 'default' && CARRIED.some((pattern) => pattern.test(id)));
  return {
    carried: carried.length,
    differences: carried.flatMap(({ id, value }) => {
      const found = read.stack.entries.get(id);
      return found?.value === value && found.origin.from === 'stated' ? [] : [`${id} is ${String(found?.value)} instead of ${String(value)}`];
    }),
    findings: check(read.stack).findings.filter(({ component }) => stores.includes(component) || plan.components.some(({ name, kind }) => name === component && kind === 'node')).map(({ check: id, component, message }) => `${id} ${component}: ${message}`),
  };
}

describe('law 2: what a Cluster and a Pooler carry is read back', () => {
  it.each(clusterPlans)('%s', async (_, plan) => {
    const { carried, ...faults } = await readBack(plan);
    expect(carried).toBeGreaterThan(70);
    expect(faults).toEqual({ differences: [], findings: [] });
  });

  it(`whatever the profile (seed ${seed})`, { timeout: 60_000 + 2000 * RUNS }, async () => {
    await fc.assert(fc.asyncProperty(clusterDrafts, async (draft) => {
      const plan = planOf(stackOf(draft));
      if (plan === undefined) return;
      const { carried, differences, findings } = await readBack(plan);
      expect(carried).toBeGreaterThan(50);
      expect(differences).toEqual([]);
      // Who takes the pooler out is told what it would save.
      const unpooled = draft.without?.includes('pooler') === true;
      expect(findings.filter((finding) => !(unpooled && finding.startsWith('max-connections-far-above-cores ')))).toEqual([]);
    }), { numRuns: RUNS, seed });
  });
});
