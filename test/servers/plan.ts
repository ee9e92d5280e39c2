import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The units that plan.json writes. */
export type PlanUnit = 'bytes' | 'milliseconds' | 'millicores' | 'count' | 'per-second' | 'ratio' | 'flag' | 'text' | 'list';

/** One entry of plan.json. */
export interface PlanEntry { readonly id: string; readonly value: unknown; readonly unit: PlanUnit }

/** An entry with its id taken apart: `db.postgres.work_mem[app]` is setting work_mem of component db, about app. */
export type ReadEntry = PlanEntry & { readonly component: string; readonly kind: string; readonly setting: string; readonly subject: string };

/** What plan.json says of the stack beside its entries. */
interface PlanFile {
  readonly components: readonly { readonly name: string; readonly kind: string }[];
  readonly routes: readonly { readonly path: string }[];
  readonly entries: readonly PlanEntry[];
}

const planFile = (folder: string) => JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as PlanFile;

/** The components and routes of a rendered folder's plan.json. */
export const readShape = (folder: string): Pick<PlanFile, 'components' | 'routes'> => planFile(folder);

/** The entries of a rendered folder's plan.json. */
export function readPlan(folder: string): readonly ReadEntry[] {
  const plan = planFile(folder);
  if (plan.entries.length === 0) throw new Error(`${folder}/plan.json holds no entries`);
  return plan.entries.map(readEntry);
}

/** Takes an entry's id apart; throws where it is not `component.kind.setting` or `component.kind.setting[subject]`. */
export function readEntry(entry: PlanEntry): ReadEntry {
  // A part of the profile (`machine.disk.kind`) has no kind beside its own name.
  const whole = /^(profile|machine|cluster|targets|workload|headers|monitoring|scenario)\.(.+)$/.exec(entry.id);
  const [, component, kind, setting, subject = ''] = whole ? ['', whole[1], whole[1], whole[2]] : (/^([^.[]+)\.([^.[]+)\.([^[]+)(?:\[(.*)\])?$/.exec(entry.id) ?? []);
  if (component === undefined || kind === undefined || setting === undefined) throw new Error(`not an entry's id: ${entry.id}`);
  return { ...entry, component, kind, setting, subject };
}

/** The components that have entries of a kind, such as `postgres`. */
export function componentsOf(entries: readonly ReadEntry[], kind: string): readonly string[] {
  return [...new Set(entries.filter((entry) => entry.kind === kind).map((entry) => entry.component))];
}

/** The version that the plan states for a component as `<component>.component.version`. */
export function versionOf(entries: readonly ReadEntry[], component: string): string {
  const entry = entries.find((each) => each.component === component && each.kind === 'component' && each.setting === 'version');
  if (entry === undefined) throw new Error(`the plan states no version of ${component}`);
  return String(entry.value);
}

/** Below 0, 0 or above 0, as the first version is older, the same or newer: `1.9` is older than `1.28.3`. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const at = [...Array(Math.max(left.length, right.length)).keys()].find((index) => (left[index] ?? 0) !== (right[index] ?? 0));
  return at === undefined ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
