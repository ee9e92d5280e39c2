import { describe, expect, it } from 'vitest';
import { treeOf } from '../../src/model/source.ts';
import type { Stack } from '../../src/model/stack.ts';
import type { RenderedFile } from '../../src/model/target.ts';
import { readTree } from '../../src/read-tree.ts';
import { size } from '../../src/size.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { schemaErrorsOf } from '../crds/schema-errors.ts';
import { load } from '../load/workspace.ts';
import { accepts, freePort, run, startServer } from '../servers/child.ts';
import { mismatches } from '../servers/compare.ts';
import { describeWith } from '../servers/describe-with.ts';
import { readEntry } from '../servers/plan.ts';
import { makeSandbox } from '../servers/sandbox.ts';
import { redisValue } from '../servers/server-units.ts';
import { requireTool } from '../servers/tools.ts';
import { at, list, readManifests, type Json } from './kubernetes-read.ts';

const planOf = (more: string): Stack => size(load({ 'shop.yaml': `name: shop\nextends: xlarge\n${more}` }));
const PLANS: readonly (readonly [name: string, plan: Stack])[] = [
  ['a cache', planOf('')],
  ['a cache that persists, watched, on another port', planOf('monitoring: { exporters: true }\ncluster: { storage_class: premium-rwo }\ncomponents: [{ name: cache, port: 7000 }]\nsettings: { cache.redis.appendonly: on, cache.redis.save: 3600 1 300 100 }\n')],
];

const filesOf = async (plan: Stack): Promise<readonly RenderedFile[]> => kubernetesTarget.render(plan);
const cacheOf = async (plan: Stack): Promise<RenderedFile> => (await filesOf(plan)).find(({ path }) => path.endsWith('/cache.yaml')) ?? { path: '', text: '' };
const specOf = async (plan: Stack, kind = 'RedisFailover'): Promise<Json | undefined> => at(readManifests([await cacheOf(plan)]).find((one) => one.kind === kind)?.data, 'spec');
const settingsOf = (plan: Stack) => [...plan.entries.values()].filter(({ component, setting, origin }) => component === 'cache' && setting.kind === 'redis' && origin.from !== 'default');

describeWith('a RedisFailover, as its definition takes it', 'crd-check', () => {
  it.each(PLANS)('%s', async (_, plan) => {
    expect(schemaErrorsOf((await cacheOf(plan)).text)).toEqual([]);
  });
});

describe('a RedisFailover', () => {
  it.each(PLANS)('is read back as the plan: %s', async (_, plan) => {
    const files = (await filesOf(plan)).filter(({ path }) => path.endsWith('.yaml'));
    const [read] = readTree(treeOf(Object.fromEntries(files.map(({ path, text: content }) => [path, content])))).stacks.map(({ stack }) => stack);
    const wanted = [...settingsOf(plan), ...[...plan.entries.values()].filter(({ id }) => /^cache\.(?:container\.(?:memory|cpu)_(?:limit|reservation)|component\.(?:replicas|port)|kubernetes\.(?:ephemeral_storage|termination_grace_period)|sentinel\.replicas)$/.test(id))];
    expect(wanted.length).toBeGreaterThan(20);
    expect(wanted.map(({ id }) => [id, read?.entries.get(id)?.value])).toEqual(wanted.map(({ id, value }) => [id, value]));
    expect(read?.links.some(({ from, to }) => from === 'api' && to === 'cache')).toBe(true);
  });

  it('has no two copies on one node, and no copy without a node beside the master', async () => {
    const spec = await specOf(planOf(''));
    const apart = at(spec, 'redis', 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 0);
    expect([at(apart, 'topologyKey'), at(apart, 'labelSelector', 'matchLabels')]).toEqual(['kubernetes.io/hostname', { 'app.kubernetes.io/instance': 'cache', 'app.kubernetes.io/component': 'redis' }]);
    expect([at(spec, 'redis', 'replicas'), at(spec, 'sentinel', 'replicas')]).toEqual([3, 3]);
  });

  it('is asked through its sentinels, and has a name that leads to the master', async () => {
    const [, plan] = PLANS[0] ?? ['', planOf('')];
    expect(at(await specOf(plan, 'Service'), 'selector')).toEqual({ 'app.kubernetes.io/instance': 'cache', 'app.kubernetes.io/component': 'redis', 'redisfailovers-role': 'master' });
    const config = (await filesOf(plan)).find(({ path }) => path.endsWith('/api.yaml'))?.text ?? '';
    expect(config).toContain("host: word('REDIS_HOST', 'cache'),");
    expect(config).toContain("sentinels: [{ host: 'rfs-cache', port: 26379 }],\n");
    expect(config).toContain("name: 'mymaster',\n");
  });

  it('is a plain StatefulSet where one copy is enough', async () => {
    expect(readManifests([await cacheOf(planOf('ha: false\n'))]).map(({ kind }) => kind)).toContain('StatefulSet');
  });
});

/** The file that the operator writes, but for a master that is not there. */
const OPERATORS = 'tcp-keepalive 60\nsave 900 1\nsave 300 10\nuser pinger -@all +ping on >pingpass\n';

for (const [id, version] of [['redis', '7.0'], ['redis-8', '8.0']] as const) {
  describeWith(`the command of a RedisFailover, on Redis ${version}`, [id, 'redis-cli'], () => {
    it.each(PLANS)('counts for more than the operator\'s file: %s', async (_, original) => {
      const plan = size(load({ 'shop.yaml': `name: shop\nextends: xlarge\ncomponents: [{ name: cache, version: '${version}' }]\nsettings: { ${settingsOf(original).filter(({ origin }) => origin.from === 'stated').map((entry) => `${entry.id}: ${String(entry.value)}`).join(', ')} }\n` }));
      const words = list(await specOf(plan), 'redis', 'command').map(String).slice(2);
      const sandbox = makeSandbox('failover');
      const port = await freePort();
      const args = [sandbox.write('redis.conf', OPERATORS), ...words, '--port', String(port), '--bind', '127.0.0.1', '--dir', sandbox.makeFolder('data')];
      const server = await startServer({ command: requireTool(id).path, args, sandbox, stopSignal: 'SIGTERM', ready: () => accepts(port) });
      try {
        const config = JSON.parse((await run(requireTool('redis-cli').path, ['-p', String(port), '--json', 'CONFIG', 'GET', '*'])).stdout) as Readonly<Record<string, string>>;
        const entries = settingsOf(plan).map(({ id: name, value, setting }) => readEntry({ id: name, value, unit: setting.unit }));
        expect(entries.length).toBeGreaterThan(10);
        expect(mismatches(entries, ({ setting, unit }) => redisValue(setting, config[setting] ?? '', unit))).toEqual([]);
      } finally {
        await server.stop();
        sandbox.remove();
      }
    });
  });
}
