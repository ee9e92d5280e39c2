import { check } from './check.ts';
import { checks as allChecks } from './checks/index.ts';
import { settingUnknownToVersion } from './checks/setting-unknown-to-version.ts';
import { suppressionsIn, type Suppression } from './readers/suppressions.ts';
import { judges, type Check, type Finding, type Report, type Severity } from './model/check.ts';
import { showPosition, type Position } from './model/entry.ts';
import { inside } from './model/inside.ts';
import type { Problem } from './model/problem.ts';
import type { SourceTree } from './model/source.ts';
import { part, PROFILE_PARTS, PROJECT, type Stack, type Unread } from './model/stack.ts';
import type { StackRead } from './read.ts';
import { judgeSuppressions, placesOf, silence, suppressionKey, SUPPRESSION_IDS, type Silenced } from './suppress.ts';

/** Which checks judge, and what is told. */
export interface ValidateOptions {
  /** Only these checks; all without it. */
  readonly only?: readonly string[];
  readonly ignore?: readonly string[];
  /** The least severity that is told and counts. */
  readonly severity: Severity;
}

/** A stack with what was found in it. */
export interface Judged extends Silenced {
  readonly stack: Stack;
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
  readonly notJudged: Report['unread'];
  readonly judged: number;
  /** The checks that judged at least one component. */
  readonly ran: readonly string[];
}

/** What was found in all stacks of a tree, and in its suppressions. */
export interface Validated {
  readonly stacks: readonly Judged[];
  /** What belongs to no stack: suppressions without a reason, or with nothing to silence. */
  readonly findings: readonly Finding[];
  /** What lies beside the stacks and could not be read. */
  readonly unread: readonly Unread[];
  readonly problems: readonly Problem[];
}

/** What a finding may be called beside the ids of the checks. */
export const findingIds = (): readonly string[] => [...allChecks.map(({ id }) => id), ...SUPPRESSION_IDS];

const WEIGHT: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 };

const isChosen = (id: string, { only, ignore }: ValidateOptions): boolean => (only?.includes(id) ?? true) && ignore?.includes(id) !== true;

/** Whether a finding is wanted: its id is chosen, and it is severe enough. */
export const isTold = ({ check: id, severity }: Finding, options: ValidateOptions): boolean => isChosen(id, options) && WEIGHT[severity] >= WEIGHT[options.severity];

/** Judges the stacks of a tree by the chosen checks; comments in their files silence findings. */
export function validate(tree: SourceTree, reads: readonly StackRead[], options: ValidateOptions): Omit<Validated, 'unread' | 'problems'> {
  const told = (finding: Finding): boolean => isTold(finding, options);
  const checks = allChecks.filter(({ id }) => isChosen(id, options));
  const suppressions = [...new Set(reads.flatMap(({ files }) => files))].flatMap((path) => suppressionsOf(tree, path));
  const stacks = reads.map((read) => judge(tree, read, checks, suppressions));
  const used = new Set(stacks.flatMap(({ suppressed }) => suppressed.map(({ finding, by }) => suppressionKey(by, finding.check))));
  const beside = judgeSuppressions(suppressions, used, allChecks.map(({ id }) => id), new Set(checks.map(({ id }) => id)));
  return { stacks: stacks.map((stack) => toldOnce({ ...stack, findings: stack.findings.filter(told) })), findings: beside.filter(told) };
}

/** A value that is told as one that its server refuses need not be told as unreadable too. */
function toldOnce(judged: Judged): Judged {
  const refused = new Set(judged.findings.filter((finding) => finding.check === settingUnknownToVersion.id).flatMap(({ at }) => (at === undefined ? [] : [showPosition(at)])));
  const unread = judged.stack.unread?.filter(({ at }) => at === undefined || !refused.has(showPosition(at)));
  return unread === undefined || refused.size === 0 ? judged : { ...judged, stack: { ...judged.stack, unread } };
}

const suppressionsOf = (tree: SourceTree, path: string): readonly Suppression[] => {
  const file = tree.file(path);
  return file === undefined ? [] : suppressionsIn(file);
};

function judge(tree: SourceTree, { stack, files, problems }: StackRead, checks: readonly Check[], suppressions: readonly Suppression[]): Judged {
  const report = check(stack, checks);
  const own = suppressions.filter(({ at }) => files.includes(at.file));
  const judgeable = [...PROFILE_PARTS.map(part), PROJECT, ...stack.components];
  const ran = checks.filter((one) => judgeable.some((component) => judges(one, stack, component))).map(({ id }) => id);
  const findings = report.findings.map((finding): Finding => {
    const at = placeOf(finding, stack);
    return at === undefined ? finding : { ...finding, at: inside(tree, at) };
  });
  return { stack, files, problems, notJudged: report.unread, judged: report.judged, ran, ...silence(stack, findings, own, tree.file) };
}

/** The place that a finding is told at: its own, else that of its component's first stated side. */
function placeOf(finding: Finding, stack: Stack): Position | undefined {
  const component = stack.components.find(({ name }) => name === finding.component)?.at;
  const own = finding.at !== undefined && finding.at !== component ? finding.at : undefined;
  const sides = finding.entries.filter(({ origin }) => origin.from === 'stated' && origin.at.line > 0);
  const side = (sides.find((entry) => entry.component === finding.component) ?? sides[0])?.origin;
  return own ?? (side?.from === 'stated' ? side.at : undefined) ?? placesOf(finding)[0];
}
