import { changesIn, diff, type Change } from '../diff.ts';
import type { Finding } from '../model/check.ts';
import { grouped } from '../model/grouped.ts';
import type { Stack } from '../model/stack.ts';
import { concernOf } from './concern.ts';
import { fileChanges, type FileChange } from './files.ts';
import { findingChanges, type FindingChanges } from './findings.ts';
import { budgetChanges, shortestOf, tierChanges, type BudgetChange, type Shortest, type TierChange } from './headroom.ts';
import type { Side } from './side.ts';
import { structuralChanges } from './structure.ts';
import { tracerBetween } from './trace.ts';
import type { Traced, TracedFinding, TracedPart } from './traced.ts';
import { uptakes } from './uptake/index.ts';
import type { Step } from './uptake/step.ts';

/** What differs between two sides, and what follows from it. */
export interface Comparison {
  /** The stack's name. */
  readonly name: string;
  /** One side is missing where the whole stack came or went. */
  readonly before?: Side;
  readonly after?: Side;
  readonly changes: readonly Traced[];
  readonly structure: readonly TracedPart[];
  readonly steps: readonly Step[];
  readonly findings: FindingChanges<TracedFinding>;
  readonly budgets: readonly BudgetChange[];
  readonly tiers: readonly TierChange[];
  readonly shortest: Shortest;
  readonly files: readonly FileChange[];
}

const NOTHING: Stack = { name: '', components: [], links: [], routes: [], entries: new Map() };

/** Compares two sides of one stack; without the first the stack is new, without the second it is gone, and no change has a cause. */
export function compare(before: Side | undefined, after: Side | undefined): Comparison {
  const [one, other] = [before?.stack ?? NOTHING, after?.stack ?? NOTHING];
  // A stack that came or went as a whole is its own reason.
  const tracer = before === undefined || after === undefined ? undefined : tracerBetween(one, other);
  const traced = (change: Change): Traced => ({ ...change, concern: concernOf(change.setting), causes: tracer?.ofEntry(change) ?? [] });
  const changes = byRoute(changesIn(diff(one, other)).map(traced));
  const { appeared, vanished, stayed } = findingChanges(before?.report.findings ?? [], after?.report.findings ?? []);
  const found = (finding: Finding): TracedFinding => ({ ...finding, causes: tracer?.ofFinding(finding) ?? [] });
  return {
    name: after?.stack.name ?? before?.stack.name ?? '',
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    changes,
    structure: (tracer?.structure ?? structuralChanges(one, other)).map((change) => ({ ...change, causes: tracer?.ofPart(change) ?? [] })),
    steps: before === undefined || after === undefined ? [] : uptakes.flatMap((uptake) => uptake(before, after, changes)),
    findings: { appeared: appeared.map(found), vanished: vanished.map(found), stayed },
    budgets: budgetChanges(one, other),
    tiers: tierChanges(one, other),
    shortest: shortestOf(one, other),
    files: fileChanges(before?.files ?? [], after?.files ?? []),
  };
}

/** Changes in their order, those of routes after the others: what belongs to one route stands together. */
function byRoute(changes: readonly Traced[]): readonly Traced[] {
  const routeOf = ({ setting, subject }: Traced): string | undefined => (setting.per === 'route' ? subject : undefined);
  const groups = grouped(changes, (change) => routeOf(change) ?? '');
  return [...(groups.get('') ?? []), ...[...groups].flatMap(([route, all]) => (route === '' ? [] : all))];
}

/** Whether the sides differ in anything. */
export const differs = ({ before, after, changes, structure, files }: Comparison): boolean => before === undefined || after === undefined || changes.length + structure.length + files.length > 0;
