import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { render } from '../../src/index.ts';
import { startItems, type Running } from '../e2e/items.ts';
import { during, mixed } from '../e2e/load.ts';
import { stackTools } from '../live/tools.ts';
import { describeWith } from '../servers/describe-with.ts';
import { until, watch, watchTools, type Watching } from './watch.ts';

const profile = fileURLToPath(new URL('profiles/watched.yaml', import.meta.url));

interface Rule { readonly record?: string; readonly alert?: string; readonly expr: string }
interface Panel { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }

/** A comparison that says yes or no of each series, instead of leaving out those of which it does not hold. */
const judged = (expression: string): string => expression.replace(/ (==|!=|>=|<=|<|>) (?!bool )/g, ' $1 bool ');

describeWith('a running stack and a real Prometheus with the rendered files', [...stackTools, ...watchTools], () => {
  let stack: Running;
  let watching: Watching;
  const files = new Map<string, string>();

  const rulesIn = (path: string): readonly Rule[] =>
    (parse(files.get(path) ?? '') as { readonly groups: readonly { readonly rules: readonly Rule[] }[] }).groups.flatMap(({ rules }) => rules);

  /** Names of those whose expression gives no series. */
  const silent = async (asked: readonly (readonly [name: string, expression: string])[]): Promise<readonly string[]> => {
    const counted = await Promise.all(asked.map(async ([name, expression]) => ({ name, expression, series: (await watching.query(expression)).length })));
    return counted.filter(({ series }) => series === 0).map(({ name, expression }) => `${name}: ${expression.trim()}`);
  };

  beforeAll(async () => {
    stack = await startItems(profile);
    watching = await watch(stack.plan, stack);
    for (const { path, text } of await render(stack.plan)) files.set(path, text);
    await during(stack.url, { rate: 100, scenario: mixed }, async () => { await sleep(8000); });
    // The last rules stand on what the first have recorded.
    await until(async () => (await watching.query('plumbline:budget:ratio')).length > 0, 20_000);
    await sleep(3000);
  }, 180_000);
  afterAll(async () => {
    await watching?.stop();
    await stack?.stop();
  });

  it('scrapes everything', async () => {
    const { activeTargets } = await watching.ask('/targets') as { readonly activeTargets: readonly { readonly labels: Readonly<Record<string, string>>; readonly health: string; readonly lastError: string }[] };
    expect(activeTargets.map(({ labels, health, lastError }) => `${labels['job']}: ${health} ${lastError}`.trim()).sort()).toEqual(['api: up', 'cache: up', 'db: up', 'pooler: up', 'proxy: up']);
    for (const up of ['nginx_up', 'pg_up', 'redis_up', 'pgbouncer_up']) expect((await watching.query(up)).map(({ value }) => value), up).toEqual([1]);
  });

  it('evaluates every rule without a fault', async () => {
    const { groups } = await watching.ask('/rules') as { readonly groups: readonly { readonly rules: readonly { readonly name: string; readonly health: string; readonly lastError?: string }[] }[] };
    expect(groups.flatMap(({ rules }) => rules).filter(({ health }) => health !== 'ok')).toEqual([]);
  });

  it('gives every recorded series', async () => {
    expect(await silent(rulesIn('monitoring/rules/recording.yml').map(({ record = '', expr }) => [record, expr]))).toEqual([]);
  });

  it('can judge every alert', async () => {
    expect(await silent(rulesIn('monitoring/rules/alerts.yml').map(({ alert = '', expr }) => [alert, judged(expr)]))).toEqual([]);
  });

  it('fills every panel of the dashboard', async () => {
    const { panels } = JSON.parse(files.get('monitoring/grafana/dashboard.json') ?? '') as { readonly panels: readonly Panel[] };
    expect(await silent(panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)))).toEqual([]);
  });

  it('stays within every budget', async () => {
    const ratios = await watching.query('plumbline:budget:ratio');
    expect(ratios.filter(({ value }) => !(value >= 0 && value < 1))).toEqual([]);
  });

  it('has exporters that need less than half of their limits', async () => {
    const used = (await watching.query('process_resident_memory_bytes{job!="api"}')).map(({ metric, value }) => ({ job: metric['job'] ?? '', value }));
    expect(used.map(({ job }) => job).sort()).toEqual(['cache', 'db', 'pooler', 'proxy']);
    expect(used.filter(({ job, value }) => value > stack.planned(`${job}.exporter.memory_limit`) / 2)).toEqual([]);
  });

  it('leaves a connection of its role to a person', async () => {
    const [most] = await watching.query('max_over_time(sum(pg_stat_activity_count{usename="monitoring"})[1m:1s])');
    expect(most?.value).toBeGreaterThan(0);
    expect(most?.value).toBeLessThan(stack.planned('db.role.monitoring.connection_limit'));
  });

  it('notices a cache that is gone, by its exporter and by the application', async () => {
    for (const cache of stack.processes('cache')) await cache.stop();
    const noticed = async (): Promise<readonly string[]> => {
      const { alerts } = await watching.ask('/alerts') as { readonly alerts: readonly { readonly labels: Readonly<Record<string, string>> }[] };
      return alerts.map(({ labels }) => `${labels['component']}: ${labels['alertname']} ${labels['pool'] ?? ''}`.trim());
    };
    await until(async () => {
      const said = await noticed();
      return said.includes('cache: ServerDown') && said.includes('api: DependencyUnhealthy redis');
    }, 20_000);
    expect((await noticed()).filter((alert) => alert.startsWith('db:'))).toEqual([]);
  });
});
