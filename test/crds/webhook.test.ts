import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIXED_PARAMETERS, FIXED_VALUES, POOLER_PARAMETERS } from '../../src/settings/cloudnativepg-fixed.ts';
import { parameterNames } from '../../src/settings/postgres.ts';
import { describeWith } from '../servers/describe-with.ts';
import { findingsIn, STACKS } from '../stacks.ts';
import { clusterPlans } from '../targets/cloudnativepg-plans.ts';
import { clusterDrafts, planOf, stackOf } from '../laws/random.ts';
import { seed, streamOf } from './plans.ts';
import { webhookVerdict } from './webhook.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 20);

const cluster = (name: string, parameters: Readonly<Record<string, string>>): string =>
  JSON.stringify({ apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name }, spec: { instances: 3, imageName: 'ghcr.io/cloudnative-pg/postgresql:18.3', storage: { size: '10Gi' }, postgresql: { parameters } } });
const pooler = (name: string, parameters: Readonly<Record<string, string>>): string =>
  JSON.stringify({ apiVersion: 'postgresql.cnpg.io/v1', kind: 'Pooler', metadata: { name }, spec: { cluster: { name: 'db' }, pgbouncer: { poolMode: 'transaction', parameters } } });
const stream = (objects: readonly string[]): string => objects.join('\n---\n');
/** The names of objects that are refused, of those whose names are numbers. */
const refusedOf = (objects: readonly string[]): readonly number[] => webhookVerdict(stream(objects)).refused.flatMap((text) => Number(/"n([0-9]+)"/.exec(text)?.[1] ?? []));

describeWith(`the operator's own webhooks (seed ${seed})`, 'cnpg-webhook', () => {
  it('take what is rendered, without a warning', async () => {
    const { judged, refused, warned } = webhookVerdict(await streamOf(clusterPlans.map(([, plan]) => plan)));
    expect({ refused, warned }).toEqual({ refused: [], warned: [] });
    expect(judged.toSorted()).toEqual([...clusterPlans.map(() => 'Cluster/db'), ...clusterPlans.map(() => 'Pooler/pooler')]);
  });

  it('take it whatever the profile', async () => {
    const { judged, refused, warned } = webhookVerdict(await streamOf(fc.sample(clusterDrafts, { numRuns: RUNS, seed }).flatMap((draft) => planOf(stackOf(draft)) ?? [])));
    expect({ refused, warned }).toEqual({ refused: [], warned: [] });
    expect(judged.length).toBeGreaterThan(RUNS / 2);
  });

  it('refuse the parameters that we say they refuse, and no other that PostgreSQL has', () => {
    const names = [...new Set([...FIXED_PARAMETERS, ...parameterNames()])];
    // A word that no parameter has; the operator looks into the values of these.
    const looked = ['hot_standby_feedback', 'max_wal_size', 'min_wal_size', 'shared_buffers', 'sync_replication_slots', 'wal_level', 'wal_log_hints'];
    const asked = names.filter((name) => !looked.includes(name));
    const refused = refusedOf(asked.map((name, index) => cluster(`n${index}`, { [name]: 'surely-not' }))).map((index) => asked[index]);
    expect(refused.toSorted()).toEqual([...FIXED_PARAMETERS].sort());
  });

  it('take them with the values that the operator gives them', () => {
    expect(webhookVerdict(stream([cluster('own', FIXED_VALUES)])).refused).toEqual([]);
  });

  it('take the parameters of a Pooler that we say they take, and none of the others that a pooler has', () => {
    const others = ['auth_file', 'auth_query', 'auth_user', 'admin_users', 'listen_addr', 'listen_port', 'logfile', 'pidfile', 'pool_mode', 'so_reuseport', 'unix_socket_dir', 'user'];
    const names = [...POOLER_PARAMETERS, ...others];
    expect(refusedOf(names.map((name, index) => pooler(`n${index}`, { [name]: '1' }))).map((index) => names[index])).toEqual(others);
  });

  it('agree with what is found in files', async () => {
    const verdictOf = async (folder: string): Promise<readonly [theirs: number, ours: number]> => {
      const stack = join(STACKS, 'operator-refuses-cluster', folder);
      const { refused } = webhookVerdict(readFileSync(join(stack, 'orders.yaml'), 'utf8'));
      const { ids } = await findingsIn(stack, []);
      return [refused.join().match(/: Invalid value: /g)?.length ?? 0, ids.filter((id) => id === 'operator-refuses-cluster').length];
    };
    expect([await verdictOf('fires'), await verdictOf('silent')]).toEqual([[5, 5], [0, 0]]);
  });
});
