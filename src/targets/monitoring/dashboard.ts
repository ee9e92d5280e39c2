import { sha256 } from '../../formats/sha256.ts';
import { composeTime } from '../../formats/compose-values.ts';
import { need } from '../../model/lookup.ts';
import { isCluster, part, type Stack } from '../../model/stack.ts';
import { refresh, shown_time } from '../../settings/prometheus.ts';
import { panelsOf } from './dashboard-panel.ts';
import { rowsOf } from './dashboard-rows.ts';

/** Where the dashboard is shown: only in a cluster somebody tells of pods. */
export type Shown = 'beside the stack' | 'in a cluster';

/** Grafana's version of the format; newer Grafanas read it and bring it up to date. */
const SCHEMA = 39;
/** Grafana takes no longer one. */
const LONGEST_UID = 40;

/** A name that stays the same when the title changes: links lead to it. */
function uidOf(plan: Stack): string {
  const plain = `plumbline-${plan.name}`;
  return plain.length <= LONGEST_UID ? plain : `plumbline-${sha256(plan.name).slice(0, 20)}`;
}

/** The one dashboard of a stack, as JSON: what is used against what the plan gives, for every budget. */
export function dashboardText(plan: Stack, shown: Shown = isCluster(plan) ? 'in a cluster' : 'beside the stack'): string {
  return `${JSON.stringify({
    uid: uidOf(plan),
    title: `Plumbline: ${plan.name}`,
    description: `What ${plan.name} uses of every budget of its plan. Rendered by Plumbline: change the profile, not this dashboard.`,
    tags: ['plumbline', plan.name],
    schemaVersion: SCHEMA,
    version: 1,
    editable: false,
    graphTooltip: 1,
    timezone: 'browser',
    refresh: composeTime(need(plan, part('monitoring'), refresh)),
    time: { from: `now-${composeTime(need(plan, part('monitoring'), shown_time))}`, to: 'now' },
    templating: { list: [{ name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', current: {}, hide: 0, includeAll: false, multi: false, options: [], refresh: 1, regex: '' }] },
    annotations: { list: [] },
    links: [],
    panels: panelsOf(rowsOf(plan, shown)),
  }, undefined, 2)}\n`;
}
