import { budgets } from '../budgets.ts';
import type { Report } from '../model/check.ts';
import type { Entry } from '../model/entry.ts';
import { partValue, valueOf } from '../model/lookup.ts';
import { isCluster, isExternal, type Stack } from '../model/stack.ts';
import type { Changes, Status } from '../output/changes.ts';
import type { Unbuilt } from '../output/builds.ts';
import type { SecretState } from '../output/secrets.ts';
import type { TargetFile } from '../render.ts';
import { max_nodes, nodes } from '../settings/cluster.ts';
import { replicas } from '../settings/component.ts';
import { cpu_limit, memory_limit } from '../settings/container.ts';
import { cpu, memory } from '../settings/profile.ts';
import { bottleneck } from '../tiers.ts';
import { showValue } from '../formats/quantity.ts';
import { showBudgets } from './budget.ts';
import { readable, shown } from './entry.ts';
import { countFindings, findingJson, showFinding, showUnread } from './findings.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

/** One profile on its way from its file to the disk. */
export interface Result {
  readonly plan: Stack;
  /** The stated settings that `--sized` left out. */
  readonly leftOut: readonly string[];
  readonly report: Report;
  readonly files: readonly TargetFile[];
  /** What becomes of the files on the disk; nothing when they only go to stdout. */
  readonly changes?: Changes;
  /** The secrets that the files refer to, as they were before this run. */
  readonly secrets: readonly SecretState[];
  /** The applications whose Dockerfile is not there, its path as it is printed. */
  readonly unbuilt: readonly Unbuilt[];
  /** The folder that they go to, as it is printed. */
  readonly folder: string;
  readonly outcome: 'written' | 'shown' | 'compared' | 'refused';
}

const UNWRITTEN = 'nothing was written (--strict)';
const DONE: Readonly<Record<Status, string>> = { created: 'written', changed: 'written', unchanged: 'unchanged', removed: 'removed', kept: 'left in place' };
const WOULD: Readonly<Record<Status, string>> = { created: 'to be created', changed: 'to be changed', unchanged: 'unchanged', removed: 'to be removed', kept: 'left in place' };

/** The end of a run, for one profile: files, budgets, what bound the workers, findings. `problems` shows the last alone. */
export function showResult(result: Result, amount: 'all' | 'problems', style: Style): readonly string[] {
  const findings = result.report.findings.flatMap((finding) => ['', ...showFinding(finding, style)]);
  if (amount === 'problems') return findings.length === 0 ? [] : [style.bold(result.plan.name), ...findings, ...(result.outcome === 'refused' ? ['', `  ${UNWRITTEN}`] : [])];
  return [
    `${style.bold(result.plan.name)}  ${machine(result.plan)}`,
    ...showLeftOut(result),
    ...showFiles(result).map((line) => `  ${line}`),
    '',
    ...showBudgets(budgets(result.plan), '  '),
    ...showCluster(result.plan),
    '',
    ...showBounds(result.plan),
    ...showUnread(result.report).map((line) => `  ${line}`),
    ...findings,
    ...(findings.length === 0 ? [] : ['']),
    `  ${verdict(result)}`,
  ];
}

const showLeftOut = ({ leftOut }: Result): readonly string[] =>
  leftOut.length === 0 ? [] : [`  ${leftOut.length} stated ${leftOut.length === 1 ? 'setting' : 'settings'} left out (--sized)`];

function machine(plan: Stack): string {
  const parts = [cpu, memory].map((setting) => {
    const value = partValue(plan, setting);
    return value === undefined ? '' : `${showValue(value, setting.unit)}${setting.unit === 'millicores' ? ' CPU' : ''}`;
  });
  const text = parts.filter((part) => part !== '').join(', ');
  const count = partValue(plan, nodes);
  if (!isCluster(plan) || count === undefined) return text;
  const most = partValue(plan, max_nodes) ?? count;
  return `${count === 1 ? 'one node' : `${count} nodes`} of ${text}${most > count ? `, ${most} at most` : ''}`;
}

/** What no table of budgets shows of a cluster: the instances of its databases, and which tier is short first. */
function showCluster(plan: Stack): readonly string[] {
  if (!isCluster(plan)) return [];
  const instances = plan.components.filter((component) => component.kind === 'postgres' && !isExternal(plan, component)).map((database) => {
    const count = valueOf(plan, database, replicas) ?? 1;
    const [cores = 0, space = 0] = [cpu_limit, memory_limit].map((setting) => valueOf(plan, database, setting));
    return [database.name, `${count === 1 ? 'one instance' : `${count} instances`} of ${showValue(cores, 'millicores')} CPU, ${readable(space, 'bytes')}`];
  });
  const short = bottleneck(plan);
  return ['', ...table([...instances, ...(short === undefined ? [] : [['short first', `${short.tier.component.name}, at ${readable(short.rate, 'per-second')}`]])], '  ')];
}

function verdict({ report, outcome }: Result): string {
  const counted = `${report.judged} relations judged: ${countFindings(report.findings)}`;
  return outcome === 'refused' ? `${counted}; ${UNWRITTEN}` : counted;
}

/** How many files were written, and which, unless all of them are new. */
function showFiles({ changes, folder, outcome, files, secrets, unbuilt }: Result): readonly string[] {
  if (changes === undefined) return [`${files.length} files for ${folder}`];
  const words = outcome === 'written' ? DONE : WOULD;
  const counts = new Map<string, number>();
  for (const change of changes.changes) counts.set(words[change.status], (counts.get(words[change.status]) ?? 0) + 1);
  const total = [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
  const noteworthy = changes.changes.filter(({ status }) => status === 'changed' || status === 'removed' || status === 'kept' || (status === 'created' && outcome !== 'written'));
  const names = noteworthy.map(({ status, path }) => `  ${status === 'kept' ? 'no longer rendered, but edited by hand' : status}  ${path}`);
  return [`${folder}: ${total}`, ...names, ...showSecrets(secrets, outcome), ...unbuilt.map(showUnbuilt)];
}

const showUnbuilt = ({ component, dockerfile, variable }: Unbuilt): string =>
  `  no ${dockerfile} to build ${component} from: state image and migrate in a profile of your own, or name a built image of it by ${variable}`;

/** What became of the secrets; nothing when all were there. */
function showSecrets(secrets: readonly SecretState[], outcome: Result['outcome']): readonly string[] {
  const paths = (status: SecretState['status']): readonly string[] => secrets.filter((state) => state.status === status).map((state) => state.secret.path);
  const made = paths('missing');
  return [
    ...(made.length === 0 ? [] : [`  ${made.length === 1 ? 'secret' : 'secrets'} ${outcome === 'written' ? 'made' : 'to be made'}: ${made.join(', ')}`]),
    ...paths('outdated').map((path) => `  ${path} does not repeat the passwords that are there now; delete it to have it made again`),
  ];
}

/** The worker counts and other knobs that something bound, and what; steps on the way to a knob are left out. */
const bounds = (plan: Stack): readonly { readonly entry: Entry; readonly bound: string }[] =>
  [...plan.entries.values()].flatMap((entry) => (entry.origin.from === 'rule' && entry.origin.bound !== undefined && entry.setting.kind !== 'demand' && !asItWants(entry.setting.kind, entry.origin.bound) ? [{ entry, bound: entry.origin.bound }] : []));

/** A pod of a cluster that gets what it wants is bound by nothing. */
const asItWants = (kind: string, bound: string): boolean => kind === 'container' && bound === 'demand';

const showBounds = (plan: Stack): readonly string[] =>
  table(bounds(plan).map(({ entry, bound }) => [entry.id, { text: shown(entry), right: true }, `bound by ${bound}`]), '  ');

/** The end of a run as JSON; the field names are stable. */
export const resultJson = (result: Result, texts: 'with-text' | 'without-text'): object => ({
  profile: result.plan.name,
  folder: result.folder,
  outcome: result.outcome,
  ...(result.leftOut.length === 0 ? {} : { leftOut: result.leftOut }),
  files: result.changes
    ? result.changes.changes.map(({ path, target, status }) => ({ path, target, status }))
    : result.files.map(({ path, target, text }) => ({ path, target, ...(texts === 'with-text' ? { text } : {}) })),
  secrets: result.secrets.map(({ secret, status }) => ({ path: secret.path, status: status === 'missing' && result.outcome === 'written' ? 'made' : status })),
  unbuilt: result.unbuilt,
  budgets: budgets(result.plan),
  ...(isCluster(result.plan) ? { cluster: clusterJson(result.plan) } : {}),
  bounds: bounds(result.plan).map(({ entry, bound }) => ({ id: entry.id, value: entry.value, bound })),
  findings: result.report.findings.map(findingJson),
  unread: result.report.unread,
  judged: result.report.judged,
});

function clusterJson(plan: Stack): object {
  const short = bottleneck(plan);
  return { nodes: partValue(plan, nodes), maxNodes: partValue(plan, max_nodes), ...(short === undefined ? {} : { bottleneck: { component: short.tier.component.name, rate: short.rate } }) };
}
