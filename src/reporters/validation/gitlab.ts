import { sha256 } from '../../formats/sha256.ts';
import type { Severity } from '../../model/check.ts';
import type { Position } from '../../model/entry.ts';
import { safeJson, told, toldProblem } from '../plain-text.ts';
import { placesIn } from './findings.ts';
import { fingerprints, type Told } from './fingerprints.ts';
import type { Validation } from './validation.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', note: 'info' };

/** One finding as it was told, and where to show it: GitLab leaves out what has no place. */
interface Shown extends Told {
  readonly at: Position;
}

/** A validation as the code quality report of GitLab, which its merge requests show beside the lines: a subset of Code Climate's issues. */
export function gitlabCodeQuality(validation: Validation): string {
  const shown = shownOf(validation);
  const prints = fingerprints(shown);
  const problems = [...validation.problems, ...validation.stacks.flatMap(({ problems }) => problems)];
  return safeJson([
    ...problems.map((problem) => issue({ description: toldProblem(problem), check: 'not-readable', severity: 'blocker', print: sha256(toldProblem(problem)), at: problem.at ?? NOWHERE })),
    ...shown.map(({ finding, at }, i) => issue({ description: told(finding.message), check: finding.check, severity: SEVERITIES[finding.severity], print: prints[i] ?? '', at })),
  ]);
}

const NOWHERE: Position = { file: '.', line: 1, column: 1 };

/** Without a place of its own a finding stands at the first file of its stack. */
const shownOf = ({ stacks, findings }: Validation): readonly Shown[] => [
  ...stacks.flatMap(({ stack, files, findings: own }) => own.map((finding): Shown => ({ stack: stack.name, finding, at: placesIn(finding)[0] ?? { ...NOWHERE, file: files[0] ?? NOWHERE.file } }))),
  ...findings.map((finding): Shown => ({ stack: '', finding, at: placesIn(finding)[0] ?? NOWHERE })),
];

interface Issue {
  readonly description: string;
  readonly check: string;
  readonly severity: string;
  readonly print: string;
  readonly at: Position;
}

const issue = ({ description, check, severity, print, at }: Issue): object =>
  ({ description, check_name: check, fingerprint: print, severity, location: { path: at.file, lines: { begin: Math.max(1, at.line) } } });
