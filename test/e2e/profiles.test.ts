import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, it } from 'vitest';
import { serversOf } from '../../src/model/stack.ts';
import { describeWith } from '../servers/describe-with.ts';
import { stackTools } from '../live/tools.ts';
import { byForm } from './form.ts';
import { startItems, type Running } from './items.ts';
import { crowd, mixed } from './load.ts';
import { note, printTable, showCounts } from './table.ts';

const pooled = fileURLToPath(new URL('profiles/pooled.yaml', import.meta.url));

describeWith('a profile as a running stack', stackTools, () => {
  let stack: Running | undefined;
  afterEach(() => stack?.stop());
  afterAll(printTable);

  it.each(['small', 'medium', 'large'])('%s answers', async (profile) => {
    stack = await startItems(profile);
    const { counts } = await crowd(stack.url, 10, byForm(3, 15), mixed);
    const copies = stack.plan.components.map(({ name }) => `${stack?.processes(name).length} ${name}`).join(', ');
    note({ shown: `${profile} as rendered: ${copies}`, requests: counts.sent, failed: counts.failed, said: showCounts(counts.statuses, counts.errors) });
    expect(stack.processes('api')).toHaveLength(stack.planned('api.component.replicas'));
    expect(counts.failed).toBe(0);
    expect(counts.succeeded).toBeGreaterThan(0);
  });

  it('answers through a pooler', async () => {
    stack = await startItems(pooled);
    const { plan } = stack;
    expect(plan.components.filter(({ kind }) => kind === 'node').map((api) => serversOf(plan, api).map(({ name }) => name))).toEqual([expect.arrayContaining(['pooler'])]);
    const { counts } = await crowd(stack.url, 50, byForm(4, 15), mixed);
    const [seen] = await stack.query<{ count: number }>(`SELECT count(*)::int FROM pg_stat_activity WHERE usename = 'api'`);
    const most = stack.planned('pooler.pgbouncer.max_db_connections');
    note({ shown: 'small with PgBouncer in the path', requests: counts.sent, failed: counts.failed, said: `${showCounts(counts.statuses, counts.errors)}; ${seen?.count} of ${most} connections to the database` });
    expect(counts.failed).toBe(0);
    expect(counts.succeeded).toBeGreaterThan(0);
    expect(seen?.count).toBeGreaterThan(0);
    expect(seen?.count).toBeLessThanOrEqual(most);
  });
});
