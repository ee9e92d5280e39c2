import { changesIn, isEmpty, type Change, type Difference } from '../diff.ts';
import { grouped } from '../model/grouped.ts';
import { valueOf } from '../model/lookup.ts';
import type { Stack } from '../model/stack.ts';
import { isApplication } from '../model/who.ts';
import { app_rps, capacity } from '../settings/component.ts';
import { entryJson, readable, shown } from './entry.ts';
import type { Style } from './style.ts';
import { table, type Cell } from './table.ts';

/** Steps on the way to a setting; no server is told them. */
const isStep = ({ setting }: Change): boolean => setting.kind === 'demand';

/** What differs between two stacks as people read it, grouped by component. */
export function showDifference(difference: Difference, style: Style): readonly string[] {
  const all = changesIn(difference).filter((change) => !isStep(change));
  if (all.length === 0) return [isEmpty(difference) ? 'nothing changes' : 'no setting changes'];
  // Ids of one table for all: the columns of neighbours line up.
  const rows = new Map(table(all.map((change) => row(change, style)), '  ').map((line, i) => [all[i], line]));
  return [...grouped(all, ({ component }) => component)].flatMap(([component, changes]) => [style.bold(component), ...changes.map((change) => rows.get(change) ?? '')]);
}

const row = ({ id, before, after }: Change, style: Style): readonly (Cell | string)[] => [
  id,
  { text: before === undefined ? '' : shown(before), right: true, look: style.red },
  '->',
  before === undefined ? { text: `${after === undefined ? '' : shown(after)}  new`, look: style.green } : after === undefined ? { text: 'removed', look: style.dim } : { text: shown(after), look: style.green },
];

/** What an application carries, beside what is asked of it. */
interface Carried {
  readonly application: string;
  readonly capacity: number;
  readonly asked: number;
}

const carriedBy = (plan: Stack): readonly Carried[] =>
  plan.components.filter(isApplication).flatMap((application) => {
    const able = valueOf(plan, application, capacity);
    const asked = valueOf(plan, application, app_rps);
    return able === undefined || asked === undefined ? [] : [{ application: application.name, capacity: able, asked }];
  });

const verdict = ({ capacity: able, asked }: Carried): string => (able >= asked ? 'met' : 'not met');
const rate = (value: number): string => readable(value, 'per-second');

/** Whether each application carries its target, before and after. */
export function showCarried(before: Stack, after: Stack): readonly string[] {
  const earlier = new Map(carriedBy(before).map((each) => [each.application, each]));
  return carriedBy(after).map((now) => {
    const then = earlier.get(now.application);
    const was = then === undefined ? '' : `${rate(then.capacity)} of ${rate(then.asked)}, ${verdict(then)} -> `;
    return `${now.application} carries ${was}${rate(now.capacity)} of ${rate(now.asked)}, ${verdict(now)}`;
  });
}

/** What differs as JSON; the field names are stable. */
export const differenceJson = ({ changed, added, removed }: Difference): object => ({ changed: changed.map(changeJson), added: added.map(changeJson), removed: removed.map(changeJson) });

const changeJson = ({ id, component, before, after }: Change): object => ({ id, component, ...(before === undefined ? {} : { before: entryJson(before) }), ...(after === undefined ? {} : { after: entryJson(after) }) });
