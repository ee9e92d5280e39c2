import { describe, expect, it } from 'vitest';
import { budgets } from '../../src/budgets.ts';
import { userlist } from '../../src/formats/pgbouncer-userlist.ts';
import type { Stack } from '../../src/model/stack.ts';
import { envText } from '../../src/targets/env.ts';
import { targets } from '../../src/targets/index.ts';
import { planText } from '../../src/targets/plan.ts';
import { broughtSecrets, secretPath, stackSecrets } from '../../src/targets/secrets.ts';
import { sizingText } from '../../src/targets/sizing.ts';
import { planOf, POOLED, TWO_APPLICATIONS } from './stacks.ts';

interface PlanFile {
  readonly name: string;
  readonly generator: { readonly name: string; readonly version: string };
  readonly components: readonly { readonly name: string; readonly links: readonly string[] }[];
  readonly routes: readonly { readonly path: string }[];
  readonly entries: readonly { readonly id: string; readonly value: unknown; readonly unit: string; readonly origin: { readonly from: string; readonly inputs?: readonly string[]; readonly at?: object } }[];
}

const rows = (text: string): readonly (readonly string[])[] => text.split('\n').filter((line) => line.startsWith('| ')).map((line) => line.slice(2, -2).split(/(?<!\\)\|/).map((cell) => cell.trim()));

describe('plan.json', () => {
  const plan = planOf({ ...TWO_APPLICATIONS, settings: { 'db.postgres.max_connections': 200 } });
  const file = JSON.parse(planText(plan)) as PlanFile;

  it('has every entry with its origin, and every input that it names', () => {
    expect(file.entries.map(({ id }) => id)).toEqual([...plan.entries.keys()]);
    const ids = new Set(file.entries.map(({ id }) => id));
    expect(file.entries.flatMap(({ origin }) => origin.inputs ?? []).filter((id) => !ids.has(id))).toEqual([]);
    expect(file.entries.find(({ id }) => id === 'db.postgres.max_connections')).toEqual({ id: 'db.postgres.max_connections', value: 200, unit: 'count', origin: { from: 'stated', at: { file: 'profiles/test.yaml', line: 7, column: 3 } } });
    expect(file.entries.find(({ id }) => id === 'api.node.workers')?.origin).toMatchObject({ from: 'rule', rule: 'node.workers', bound: 'cpu' });
  });

  it('has the structure, one line for each part, and a newline at its end', () => {
    expect(file).toMatchObject({ name: 'two-apps', generator: { name: 'plumbline', version: expect.stringMatching(/^[0-9]+\./) } });
    expect(file.components.find(({ name }) => name === 'api')?.links).toEqual(['pooler', 'cache']);
    expect(file.routes.map(({ path }) => path)).toEqual(['/', '/admin']);
    expect(planText(plan)).toMatch(/\}\n$/);
    expect(planText(plan).split('\n').filter((line) => line.startsWith('    {"id"')).length).toBe(plan.entries.size);
  });
});

describe('SIZING.md', () => {
  it('shows every entry once, with a value, a reason and an origin', () => {
    const plan = planOf(TWO_APPLICATIONS);
    const text = sizingText(plan);
    const table = rows(text.slice(text.indexOf('\n## machine')));
    const listed = table.filter(([setting]) => setting?.startsWith('`'));
    expect(listed.length).toBe([...plan.entries.values()].filter(({ component }) => component !== 'profile').length);
    for (const [setting, value, why, from, ...rest] of listed) {
      expect(rest, setting).toEqual([]);
      expect(value, setting).not.toBe('');
      expect(from, setting).toMatch(/^`(?:rule |default of |profiles\/test\.yaml:)/);
      if (from?.startsWith('`rule')) expect(why, setting).toMatch(/\.$/);
    }
  });

  it('adds up', () => {
    const text = sizingText(planOf(TWO_APPLICATIONS));
    for (const [, words = '', product = ''] of text.matchAll(/\((\d+ \+ \d+) replicas\) x \d+ processes x \d+ = (\d+)/g)) {
      const [most = 0, surge = 0] = words.split(' + ').map(Number);
      const [, workers, pool] = new RegExp(`\\(${most} \\+ ${surge} replicas\\) x (\\d+) processes x (\\d+) = ${product}`).exec(text) ?? [];
      expect((most + surge) * Number(workers) * Number(pool)).toBe(Number(product));
    }
    expect(text).toMatch(/- db: pooler 1 x \d+ = \d+; 10 for migrations.*together \d+ at most\. It accepts \d+, 5 of them reserved\./);
    expect(text).toMatch(/- pooler: api \(.*; admin \(.*accepts \d+\./);
  });

  it('says what watches the stack on the same machine', () => {
    const text = sizingText(planOf({ settings: { 'monitoring.exporters': true } }));
    expect(text).toContain('Exporters, Prometheus and Grafana have 0.55 CPU and 1088MiB of the machine beside them.');
    expect(sizingText(planOf())).not.toContain('Grafana');
  });

  it('says by how much a target is missed, and where connections are too few', () => {
    const text = sizingText(planOf({ settings: { 'targets.rps': 5000, 'db.postgres.max_connections': 20 } }));
    expect(text).toMatch(/The target is 5000\/s: \*\*short by [0-9.]+\/s\*\*\./);
    expect(text).toMatch(/It accepts 20, .*\*\*It will refuse some\.\*\*/);
  });

  it('keeps tables whole, whatever a value says', () => {
    const text = sizingText(planOf({ settings: { 'db.postgres.application_name': 'a|b`c*<d>\n| x |' } }));
    expect(rows(text).find(([setting]) => setting === '`postgres.application_name`')).toEqual(['`postgres.application_name`', '``a\\|b`c*<d> \\| x \\|``', '', '`profiles/test.yaml:7:3`']);
  });
});

describe('budgets', () => {
  const named = (plan: Stack) => Object.fromEntries(budgets(plan).map((budget) => [budget.name, budget]));

  it('are never overspent by the sizing', () => {
    for (const sketch of [{}, POOLED, TWO_APPLICATIONS, { settings: { 'profile.ha': true, 'machine.cpu': 8000 } }]) {
      for (const { name, used, available } of budgets(planOf(sketch))) expect(used, name).toBeLessThanOrEqual(available);
    }
  });

  it('count replicas, and leave out what runs elsewhere', () => {
    const all = named(planOf({ settings: { 'profile.ha': true, 'cache.component.external': 'there:6379', 'api.container.memory_limit': 500 * 1024 ** 2 } }));
    expect(all['memory']?.takers.find(({ component }) => component === 'api')?.amount).toBe(1000 * 1024 ** 2);
    expect(all['memory']?.takers.map(({ component }) => component)).toEqual(['proxy', 'api', 'db']);
    expect(Object.keys(all)).toEqual(['cpu', 'memory', 'db connections']);
  });

  it('show a stated number of connections that is too low', () => {
    const connections = named(planOf({ settings: { 'db.postgres.max_connections': 20 } }))['db connections'];
    expect(connections?.available).toBe(15);
    expect(connections?.used).toBeGreaterThan(15);
  });
});

describe('.env', () => {
  it('names images and published ports, each with its reason, and no secret', () => {
    expect(envText(planOf({ settings: { 'api.component.image': 'registry.example.com/shop/api:1.4', 'profile.ha': true, 'machine.cpu': 8000, 'profile.published_address': '10.0.0.1' } })).split('\n').slice(2)).toEqual([
      '',
      '# Stated at profiles/test.yaml:7:3.',
      'API_IMAGE=registry.example.com/shop/api:1.4',
      '',
      '# Stated at profiles/test.yaml:9:3.',
      'PROXY_ADDRESS=10.0.0.1',
      '',
      '# Published on loopback; a load balancer or you decide what the world sees.',
      '# Two replicas cannot listen on one port of the host: each takes its own, and a load balancer uses them all.',
      'PROXY_PORT=8080-8081',
      '',
    ]);
  });

  it('says what the operator must bring', () => {
    expect(envText(planOf())).toContain('set API_IMAGE where docker compose is called');
    expect(envText(planOf({ settings: { 'profile.tls': true } }))).toContain('secrets/tls_certificate and secrets/tls_key');
  });
});

describe('secrets', () => {
  it('are a password for every role, and a list of those that the pooler lets in', () => {
    const made = stackSecrets(planOf(TWO_APPLICATIONS));
    expect(made.filter(({ text }) => text === 'random').map(({ path }) => path)).toEqual(['admin_db_password', 'api_db_password', 'db_migrations_password', 'db_monitoring_password', 'db_superuser_password'].map((name) => `secrets/${name}`));
    const list = made.find(({ path }) => path === 'secrets/pooler_userlist')?.text;
    expect(userlist(list === 'random' ? [] : (list ?? []), (path) => `of "${path}"\n`)).toBe('"api" "of ""secrets/api_db_password"""\n"admin" "of ""secrets/admin_db_password"""\n"monitoring" "of ""secrets/db_monitoring_password"""\n');
  });

  it('are none where nobody logs in, and those of TLS cannot be made', () => {
    const plan = planOf({ components: { proxy: 'nginx', api: 'node' }, links: ['proxy -> api'], settings: { 'profile.tls': true } });
    expect(stackSecrets(plan)).toEqual([]);
    expect(broughtSecrets(plan)).toEqual(['tls_certificate', 'tls_key']);
  });

  it('have names that are plain', () => {
    expect(() => secretPath("a'; rm -rf /")).toThrow();
    expect(() => secretPath('../x')).toThrow();
  });
});

describe('targets', () => {
  it('are light until they render, and say what their modules say', async () => {
    expect(targets.map(({ name }) => name)).toEqual(['compose', 'env', 'kubernetes', 'nginx', 'node', 'python', 'image', 'render', 'postgres', 'pgbouncer', 'redis', 'kafka', 'monitoring', 'loadtest', 'plan']);
    for (const { name, about } of targets) {
      const module = (await import(`../../src/targets/${name}.ts`)) as Readonly<Record<string, unknown>>;
      expect(module[`${name}Target`], name).toMatchObject({ name, about });
    }
  });

  it('render every path once', async () => {
    for (const sketch of [{}, TWO_APPLICATIONS]) {
      const plan = planOf(sketch);
      const paths = (await Promise.all(targets.map(async (target) => target.render(plan)))).flat().map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      for (const path of paths) expect(path).not.toMatch(/^\/|\.\./);
    }
  });
});
