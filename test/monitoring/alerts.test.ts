import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { requireTool } from '../servers/tools.ts';
import { steady, type Case, type Series } from './case.ts';
import { podCases } from './cases-pods.ts';
import { processCases } from './cases-processes.ts';
import { pythonCases } from './cases-python.ts';
import { requestCases } from './cases-requests.ts';
import { serverCases } from './cases-servers.ts';
import { alertsOf, BARE, CLUSTER, GUIDED, MACHINE, operatorGroups, PYTHON, PYTHON_GUIDED, type RuleData } from './plans.ts';

const CASES = [...requestCases, ...processCases, ...pythonCases, ...serverCases, ...podCases];

/** The alert and what it may rest on: promtool takes seconds for all rules of a plan. In one group they are evaluated in their order, however long the steps. */
const rulesFor = ({ plan, alert, component }: Case): readonly RuleData[] =>
  operatorGroups(plan).flatMap(({ rules }) => rules).filter((rule) =>
    (rule.alert === undefined ? [undefined, component, 'api'].includes(rule.labels?.['component']) : rule.alert === alert && rule.labels?.['component'] === component));

/** What promtool is asked: whether the alert fires with these series. */
function test({ plan, alert, component, labels = {}, at, step }: Case, name: string, series: readonly Series[], firing: 0 | 1): object {
  const choose = Object.entries({ alertname: alert, stack: plan.name, component, ...labels, alertstate: 'firing' }).map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',');
  return {
    name,
    interval: step,
    input_series: series,
    promql_expr_test: [{ expr: `count(ALERTS{${choose}}) or vector(0)`, eval_time: at, exp_samples: [{ labels: '{}', value: firing }] }],
  };
}

/** What promtool finds wrong with tests of a case; nothing when all is as expected. */
function wrongWith(one: Case, tests: readonly object[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-promtool-'));
  try {
    writeFileSync(join(folder, 'rules.yml'), JSON.stringify({ groups: [{ name: 'rules', rules: rulesFor(one) }] }));
    writeFileSync(join(folder, 'test.yml'), JSON.stringify({ rule_files: ['rules.yml'], evaluation_interval: one.step, tests }));
    const { stdout, stderr, status } = spawnSync(requireTool('promtool').path, ['test', 'rules', 'test.yml'], { cwd: folder, encoding: 'utf8', timeout: 240_000 });
    return status === 0 ? '' : `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const PLANS = { BARE, MACHINE, GUIDED, CLUSTER, PYTHON, PYTHON_GUIDED };
const named = ({ plan, component, alert, labels = {} }: Case): string =>
  [Object.entries(PLANS).find(([, one]) => one === plan)?.[0] ?? '', component, alert, ...Object.values(labels)].join(' ');

/** What a reader is told of some alerts, each with another kind of number. */
const TOLD = [
  {
    alert: 'EventLoopBusy', component: 'api', values: [steady('event_loop_utilization{stack="shop",job="api",instance="api:1",worker="2"}', 0.875)],
    labels: { instance: 'api:1', worker: '2' }, summary: 'api: the event loop of a worker is busy 87.5% of the time; requests are shed from 95%',
  },
  {
    alert: 'LongTransaction', component: 'db', values: [steady('pg_stat_activity_max_tx_duration{stack="shop",job="db",instance="db:1",usename="api"}', 4000)],
    labels: { instance: 'db:1', usename: 'api' }, summary: 'db: a transaction of api is open for 1h 6m 40s, longer than 1m',
  },
  {
    alert: 'MetricsMissing', component: 'db', values: [steady('up{stack="shop",job="db",instance="db:1"}', 0)],
    labels: { job: 'db', instance: 'db:1' }, summary: 'db: db:1 cannot be scraped',
  },
];

describeWith('alerts', 'promtool', () => {
  it.each(CASES.map((one) => [named(one), one] as const))('%s fires, and stays silent just below', (_, one) => {
    expect(wrongWith(one, [test(one, 'fires', one.fires, 1), test(one, 'stays silent', one.silent, 0)])).toBe('');
  });

  it.each(TOLD)('$alert of $component is told with its numbers', ({ alert, component, values, labels, summary }) => {
    const one = CASES.find((candidate) => candidate.plan === MACHINE && candidate.alert === alert && candidate.component === component);
    const rule = operatorGroups(MACHINE).flatMap(({ rules }) => rules).find((candidate) => candidate.alert === alert && candidate.labels?.['component'] === component);
    if (one === undefined || rule?.annotations === undefined) throw new Error(`no ${alert} of ${component}`);
    expect(wrongWith(one, [{
      interval: one.step,
      input_series: values,
      alert_rule_test: [{ alertname: alert, eval_time: one.at, exp_alerts: [{ exp_labels: { ...rule.labels, ...labels }, exp_annotations: { ...rule.annotations, summary } }] }],
    }])).toBe('');
  });
});

it.each(Object.entries(PLANS))('every alert of %s has a case', (_, plan) => {
  const tried = new Set(CASES.map(({ alert }) => alert));
  expect(alertsOf(plan).filter((alert) => !tried.has(alert))).toEqual([]);
});
