import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { entryId, type Entry } from '../../src/model/entry.ts';
import { InputError } from '../../src/model/problem.ts';
import { part, type Stack } from '../../src/model/stack.ts';
import type { Value } from '../../src/model/value.ts';
import { settingNamed } from '../../src/settings/index.ts';
import { size } from '../../src/size.ts';
import { monitoringFiles } from '../../src/targets/monitoring.ts';
import { numbersIn, spellingsOf } from '../laws/numbers.ts';
import { drafts, stackOf } from '../laws/random.ts';
import { describeWith } from '../servers/describe-with.ts';
import { requireTool } from '../servers/tools.ts';
import { planOf, TWO_APPLICATIONS } from '../targets/stacks.ts';
import { alertsOf, BARE, CLUSTER, fileOf, groupsIn, GUIDED, MACHINE, operatorGroups, PYTHON, PYTHON_GUIDED } from './plans.ts';

const PLANS: Readonly<Record<string, Stack>> = { BARE, MACHINE, GUIDED, CLUSTER, PYTHON, PYTHON_GUIDED, 'two applications': planOf(TWO_APPLICATIONS) };
const every = Object.entries(PLANS);

describeWith('promtool', 'promtool', () => {
  it.each(every)('accepts the files of %s', (_, plan) => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-promtool-'));
    try {
      for (const { path, text } of monitoringFiles(plan)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      writeFileSync(join(folder, 'operator.yml'), JSON.stringify({ groups: operatorGroups(plan) }));
      const ask = (...args: readonly string[]) => spawnSync(requireTool('promtool').path, ['check', ...args], { cwd: folder, encoding: 'utf8', timeout: 240_000 });
      // It takes recordings for duplicates that differ in their series only, and alerts that differ in none of their labels.
      const rules = ask('rules', '--lint=all', '--lint-fatal', 'monitoring/rules/recording.yml', 'monitoring/rules/alerts.yml', 'operator.yml');
      expect(`${rules.stdout}${rules.stderr}`, 'rules').toMatch(/^(?:Checking \S+\n {2}SUCCESS: [0-9]+ rules found\n*)+$/);
      if (plan === CLUSTER) return;
      const config = ask('config', '--lint=all', '--lint-fatal', 'monitoring/prometheus.yml');
      expect(config.stderr).toBe('');
      expect(config.status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('rules', () => {
  it.each(every)('of %s name each alert once for a component and its labels', (_, plan) => {
    const names = operatorGroups(plan).flatMap(({ rules }) => rules.flatMap(({ alert, labels }) => (alert === undefined ? [] : [JSON.stringify([alert, labels])])));
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it.each(every)('of %s fill in only what an alert has', (_, plan) => {
    const used = operatorGroups(plan).flatMap(({ rules }) => rules.flatMap(({ annotations = {} }) => Object.values(annotations).flatMap((text) => [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, inner = '']) => inner.trim()))));
    for (const text of used) expect(text).toMatch(/^(?:or \$labels\.instance "[a-z ]+"|\$labels\.(?:instance|pod|pool|usename|consumergroup|persistentvolumeclaim)|(?:\$value|[0-9.]+)(?: \| humanize(?:Percentage|Duration)?)?)$/);
  });

  it.each(every)('of %s name checks that there are', async (_, plan) => {
    const { checks } = await import('../../src/checks/index.ts');
    const ids = new Set(checks.map(({ id }) => id));
    const named = operatorGroups(plan).flatMap(({ rules }) => rules.flatMap(({ annotations }) => annotations?.['check'] ?? []));
    expect(named.filter((text) => !ids.has(text.replace(/^gen explain /, '')))).toEqual([]);
  });

  it.each(every)('for the operator of %s begin with those of the files', (_, plan) => {
    const files = [...groupsIn(plan, 'monitoring/rules/recording.yml'), ...groupsIn(plan, 'monitoring/rules/alerts.yml')];
    const all = operatorGroups(plan);
    for (const group of files) expect(all).toContainEqual(group);
    expect(all.map(({ name }) => name).filter((name) => !files.some((group) => group.name === name)).every((name) => name.includes('.pods.'))).toBe(true);
  });

  it.each([['CLUSTER', CLUSTER, '"data-0-queue-queue-[0-9]+"'], ['MACHINE', MACHINE, '"data-queue-[0-9]+"']] as const)('of %s watch the volumes that there are: a Redis that writes nothing has none', (_, plan, queue) => {
    const claims = operatorGroups(plan).flatMap(({ rules }) => rules.flatMap(({ expr }) => /persistentvolumeclaim=~("[^"]+")/.exec(expr)?.[1] ?? []));
    expect(claims).toContain(queue);
    expect(claims.filter((claim) => claim.includes('cache'))).toEqual([]);
  });

  it('ask for exporters only where a profile has them', () => {
    expect(groupsIn(BARE, 'monitoring/rules/alerts.yml').map(({ name }) => name)).toEqual(['shop.api.alerts']);
    expect(parse(fileOf(BARE, 'monitoring/prometheus.yml'))).toMatchObject({ scrape_configs: [{ job_name: 'api' }] });
    expect((parse(fileOf(MACHINE, 'monitoring/prometheus.yml')) as { scrape_configs: readonly { job_name: string }[] }).scrape_configs.map(({ job_name }) => job_name)).toEqual(MACHINE.components.map(({ name }) => name));
  });

  it('tell what a proxy answers itself only where it is the one in front', () => {
    const alone = { components: { proxy: 'nginx', api: 'node' }, links: ['proxy -> api'], settings: { 'monitoring.exporters': true, 'workload.cacheable_share': 0.3 } };
    const two = { ...alone, components: { ...alone.components, edge: 'nginx' }, links: ['proxy -> api', 'edge -> api'] };
    expect(alertsOf(planOf(alone))).toContain('ProxyAnswersTooLittle');
    expect(alertsOf(planOf(two))).not.toContain('ProxyAnswersTooLittle');
  });

  it('judge no stream by how long it lasts', () => {
    const stack = stackOf({ ...fc.sample(drafts, 1)[0]!, stream: 'sse', cpu: 8000, memory: 16 * 1024 ** 3, rps: 10, p95: 200, cpuTime: 1, wait: 1, queries: 1, queryTime: 1, apis: 1, response: 1000, body: 1000, users: 10, diskSize: 100 * 1024 ** 3, routeTimeout: undefined });
    expect(fileOf(size(stack), 'monitoring/rules/recording.yml')).toContain('histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{stack="random",job="api",route!~"(?:/live).*"}[5m])))');
  });
});

describe('what a Prometheus of the operator scrapes', () => {
  it('are the pods of what exports metrics', () => {
    const monitors = parseAllDocuments(fileOf(CLUSTER, 'monitoring/kubernetes/pod-monitors.yaml')).map((document) => document.toJS() as { readonly metadata: { readonly name: string }; readonly spec: { readonly selector: { readonly matchLabels: object } } });
    expect(Object.fromEntries(monitors.map(({ metadata, spec }) => [metadata.name, spec.selector.matchLabels]))).toMatchObject({
      proxy: { 'app.kubernetes.io/instance': 'proxy' },
      api: { 'app.kubernetes.io/instance': 'api' },
      db: { 'cnpg.io/cluster': 'db' },
      pooler: { 'cnpg.io/poolerName': 'pooler' },
    });
  });
});

it('law 5: every number of the rules is the value of an entry, whatever the profile asks for', async () => {
  const asked = fc.record({ exporters: fc.boolean(), thresholds: fc.constantFrom('targets', 'violentutf', 'jewgo'), interval: fc.integer({ min: 1, max: 300 }), success: fc.constantFrom(0.9, 0.99, 0.995, 0.9999, 1) });
  const state = (kind: string, name: string, value: Value): readonly [string, Entry] => {
    const setting = settingNamed(kind, name);
    if (setting === undefined) throw new Error(`no setting ${kind}.${name}`);
    const id = entryId(part(kind), setting);
    return [id, { id, component: kind, setting, value, origin: { from: 'stated', at: { file: 'random.yaml', line: 1, column: 1 } } }];
  };
  await fc.assert(
    fc.property(drafts, asked, (draft, { exporters, thresholds, interval, success }) => {
      const stack = stackOf(draft);
      let plan: Stack;
      try {
        plan = size({ ...stack, entries: new Map([...stack.entries, state('monitoring', 'exporters', exporters), state('monitoring', 'thresholds', thresholds), state('monitoring', 'scrape_interval', interval * 1000), state('targets', 'success', success)]) });
      } catch (error) {
        if (error instanceof InputError) return;
        throw error;
      }
      const known = spellingsOf([...plan.entries.values()]);
      const strange = monitoringFiles(plan).flatMap((file) => numbersIn(file).filter(({ number }) => !known.has(number)).map(({ number, line }) => `${file.path}: ${number} in: ${line}`));
      expect([...new Set(strange)]).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
