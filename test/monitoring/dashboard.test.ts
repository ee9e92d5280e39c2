import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Stack } from '../../src/model/stack.ts';
import { size } from '../../src/size.ts';
import { dashboardText } from '../../src/targets/monitoring/dashboard.ts';
import { dashboardFiles } from '../../src/targets/monitoring/dashboard-files.ts';
import { groupsOf } from '../../src/targets/monitoring/groups.ts';
import { load } from '../load/workspace.ts';
import { run } from '../servers/child.ts';
import { describeWith } from '../servers/describe-with.ts';
import { makeSandbox } from '../servers/sandbox.ts';
import { requireTool } from '../servers/tools.ts';

interface Target { readonly refId: string; readonly expr: string; readonly legendFormat: string }
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly targets?: readonly Target[];
  readonly datasource?: object;
  readonly fieldConfig?: { readonly defaults: { readonly unit: string }; readonly overrides: readonly { readonly matcher: { readonly options: string } }[] };
}
interface Dashboard { readonly uid: string; readonly title: string; readonly schemaVersion: number; readonly panels: readonly Panel[]; readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] } }

const plan = (text: string): Stack => size(load({ 'shop.yaml': text }));

const PLANS: Readonly<Record<string, Stack>> = {
  'without exporters': plan('extends: medium\n'),
  'with exporters and a pooler': plan('extends: medium\nmonitoring: { exporters: true }\ncomponents: [{ name: pooler }]\n'),
  'of two applications': plan('extends: large\nmonitoring: { exporters: true }\ncomponents: [{ name: admin, kind: node, links: [db], routes: [{ path: /admin/ }] }, { name: proxy, links: [api, admin] }]\n'),
  'with stores elsewhere': plan('extends: small\nmonitoring: { exporters: true }\ncomponents: [{ name: db, external: "db.example.com:5432" }, { name: cache, external: "10.0.0.1:6379" }]\n'),
  'with a long name': plan(`extends: small\nname: ${'n'.repeat(40)}\n`),
  'with the thresholds of a guide': plan('extends: small\nmonitoring: { exporters: true, thresholds: jewgo }\n'),
  'in a cluster': plan('extends: xlarge\nmonitoring: { exporters: true }\ncomponents: [{ name: queue, kind: kafka }, { name: api, links: [db, cache, queue] }]\n'),
};

const dashboardOf = (stack: Stack, shown?: 'beside the stack' | 'in a cluster'): Dashboard => JSON.parse(dashboardText(stack, shown)) as Dashboard;
const budgetsOf = (groups: readonly { readonly rules: readonly object[] }[]): readonly string[] =>
  groups.flatMap(({ rules }) => rules).flatMap((rule) => ('record' in rule && rule.record === 'plumbline:budget:used' && 'labels' in rule ? [Object.values(rule.labels as Readonly<Record<string, string>>).join(' ')] : []));

/** Types and units that Grafana has; a unit that it does not know it would write behind each number. */
const TYPES = ['row', 'timeseries', 'bargauge'];
const UNITS = ['bytes', 'percentunit', 'reqps', 's', 'short', 'none'];

for (const [what, stack] of Object.entries(PLANS)) {
  describe(`the dashboard of a stack ${what}`, () => {
    const dashboard = dashboardOf(stack);

    it('has what Grafana asks for', () => {
      expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(36);
      expect(dashboard.uid).toMatch(/^[a-zA-Z0-9_-]{1,40}$/);
      expect(dashboard.templating.list.map(({ name, type }) => [name, type])).toEqual([['datasource', 'datasource']]);
      expect(dashboard.panels.map(({ id }) => id)).toEqual(dashboard.panels.map((_, i) => i + 1));
      for (const { title, type, targets = [], fieldConfig, datasource } of dashboard.panels) {
        expect(TYPES, title).toContain(type);
        if (type === 'row') continue;
        expect(UNITS, title).toContain(fieldConfig?.defaults.unit);
        expect(datasource, title).toEqual({ type: 'prometheus', uid: '${datasource}' });
        const letters = targets.map(({ refId }) => refId);
        expect(letters.length, title).toBeGreaterThan(0);
        expect(new Set(letters).size, title).toBe(letters.length);
        expect(fieldConfig?.overrides.map(({ matcher }) => matcher.options) ?? [], title).toEqual(type === 'timeseries' ? letters.filter((letter) => letter.startsWith('limit')) : []);
      }
    });

    it('lays no panel over another', () => {
      const cells = new Set<string>();
      for (const { title, gridPos: { x, y, w, h } } of dashboard.panels) {
        expect(x + w, title).toBeLessThanOrEqual(24);
        for (let column = x; column < x + w; column += 1) {
          for (let row = y; row < y + h; row += 1) {
            expect(cells.has(`${column} ${row}`), `${title} at ${column} ${row}`).toBe(false);
            cells.add(`${column} ${row}`);
          }
        }
      }
    });

    it('shows every budget that is recorded, against its limit', () => {
      const { recorded, recordedPods } = groupsOf(stack);
      for (const [shown, groups] of [['beside the stack', recorded], ['in a cluster', [...recorded, ...recordedPods]]] as const) {
        const shows = dashboardOf(stack, shown).panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => /^plumbline:budget:used\{(.*)\}$/.exec(expr)?.[1] ?? []))
          .map((labels) => [...labels.matchAll(/="([^"]*)"/g)].map(([, value]) => value).join(' '));
        expect([...shows].sort(), shown).toEqual([...budgetsOf(groups)].sort());
        expect(dashboardOf(stack, shown).panels.filter(({ targets = [] }) => targets.some(({ expr }) => expr.startsWith('plumbline:budget:used')) && !targets.some(({ expr }) => expr.startsWith('max(plumbline:budget:limit')))).toEqual([]);
      }
    });

    it('has the same panels as a ConfigMap that Grafana finds', () => {
      const map = parse(dashboardFiles(stack).find(({ path }) => path.endsWith('.yaml'))?.text ?? '') as { readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> }; readonly data: Readonly<Record<string, string>> };
      expect(map.metadata.labels['grafana_dashboard']).toBe('1');
      expect(Object.values(map.data)).toEqual([dashboardText(stack, 'in a cluster')]);
      // A ConfigMap holds a mebibyte at most.
      expect(Object.values(map.data).join('').length).toBeLessThan(1024 * 1024);
    });
  });
}

describeWith('Prometheus', 'promtool', () => {
  it.each(Object.entries(PLANS))('understands every panel of a stack %s', async (_, stack) => {
    const expressions = [...new Set((['beside the stack', 'in a cluster'] as const).flatMap((shown) => dashboardOf(stack, shown).panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))))];
    const sandbox = makeSandbox('panels');
    try {
      const rules = sandbox.write('rules.json', JSON.stringify({ groups: [{ name: 'panels', rules: expressions.map((expr, i) => ({ record: `panel:${i}`, expr })) }] }));
      const { code, stdout, stderr } = await run(requireTool('promtool').path, ['check', 'rules', rules]);
      expect({ code, said: `${stdout}${stderr}` }).toEqual({ code: 0, said: expect.stringContaining(`SUCCESS: ${expressions.length} rules found`) });
    } finally {
      sandbox.remove();
    }
  });
});
