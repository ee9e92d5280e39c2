import type { Change, Status } from '../output/changes.ts';
import type { Unbuilt } from '../output/builds.ts';
import type { SecretState } from '../output/secrets.ts';
import type { TargetFile } from '../render.ts';
import { showBudgets } from './budget.ts';
import { readable } from './entry.ts';
import { countFindings, showFinding, showUnread } from './findings.ts';
import type { Style } from './style.ts';
import type { Summary } from './summary.ts';
import { table } from './table.ts';

/** One profile at the end of a run. */
export interface Result {
  readonly summary: Summary;
  /** What becomes of the files on the disk. */
  readonly changes: readonly Omit<Change, 'text'>[];
  /** The files, where they only go to stdout. */
  readonly files?: readonly TargetFile[] | undefined;
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
  const { summary } = result;
  const findings = summary.findings.flatMap((finding) => ['', ...showFinding(finding, style)]);
  if (amount === 'problems') return findings.length === 0 ? [] : [style.bold(summary.name), ...findings, ...(result.outcome === 'refused' ? ['', `  ${UNWRITTEN}`] : [])];
  return [
    `${style.bold(summary.name)}  ${summary.machine}`,
    ...showLeftOut(summary),
    ...showFiles(result).map((line) => `  ${line}`),
    '',
    ...showBudgets(summary.budgets, '  '),
    ...showCluster(summary),
    '',
    ...table(summary.bounds.map(({ id, shown, bound }) => [id, { text: shown, right: true }, `bound by ${bound}`]), '  '),
    ...showUnread(summary).map((line) => `  ${line}`),
    ...findings,
    ...(findings.length === 0 ? [] : ['']),
    `  ${verdict(result)}`,
  ];
}

const showLeftOut = ({ leftOut }: Summary): readonly string[] =>
  leftOut.length === 0 ? [] : [`  ${leftOut.length} stated ${leftOut.length === 1 ? 'setting' : 'settings'} left out (--sized)`];

/** What no table of budgets shows of a cluster: the instances of its databases, and which tier is short first. */
function showCluster({ cluster }: Summary): readonly string[] {
  if (cluster === undefined) return [];
  const short = cluster.bottleneck;
  return ['', ...table([...cluster.databases.map(({ name, instances }) => [name, instances]), ...(short === undefined ? [] : [['short first', `${short.component}, at ${readable(short.rate, 'per-second')}`]])], '  ')];
}

function verdict({ summary, outcome }: Result): string {
  const counted = `${summary.judged} relations judged: ${countFindings(summary.findings)}`;
  return outcome === 'refused' ? `${counted}; ${UNWRITTEN}` : counted;
}

/** How many files were written or left as they are, in words. */
export function countFiles({ changes, outcome }: Result): string {
  const words = outcome === 'written' ? DONE : WOULD;
  const counts = new Map<string, number>();
  for (const change of changes) counts.set(words[change.status], (counts.get(words[change.status]) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

/** How many files were written, and which, unless all of them are new. */
function showFiles(result: Result): readonly string[] {
  const { changes, files, folder, outcome, secrets, unbuilt } = result;
  if (files !== undefined) return [`${files.length} files for ${folder}`];
  const noteworthy = changes.filter(({ status }) => status === 'changed' || status === 'removed' || status === 'kept' || (status === 'created' && outcome !== 'written'));
  const names = noteworthy.map(({ status, path }) => `  ${status === 'kept' ? 'no longer rendered, but edited by hand' : status}  ${path}`);
  return [`${folder}: ${countFiles(result)}`, ...names, ...showSecrets(secrets, outcome), ...unbuilt.map(showUnbuilt)];
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

/** The end of a run as JSON; the field names are stable. */
export const resultJson = ({ summary, changes, files, secrets, unbuilt, folder, outcome }: Result, format: 'with-text' | 'without-text'): object => ({
  profile: summary.name,
  folder,
  outcome,
  ...(summary.leftOut.length === 0 ? {} : { leftOut: summary.leftOut }),
  files: files === undefined
    ? changes.map(({ path, target, status }) => ({ path, target, status }))
    : files.map(({ path, target, text }) => ({ path, target, ...(format === 'with-text' ? { text } : {}) })),
  secrets: secrets.map(({ secret, status }) => ({ path: secret.path, status: status === 'missing' && outcome === 'written' ? 'made' : status })),
  unbuilt,
  budgets: summary.budgets,
  ...(summary.cluster === undefined ? {} : { cluster: clusterJson(summary.cluster) }),
  bounds: summary.bounds.map(({ id, value, bound }) => ({ id, value, bound })),
  findings: summary.findings,
  unread: summary.unread,
  judged: summary.judged,
});

const clusterJson = ({ nodes, maxNodes, bottleneck }: NonNullable<Summary['cluster']>): object => ({ nodes, maxNodes, ...(bottleneck === undefined ? {} : { bottleneck }) });
