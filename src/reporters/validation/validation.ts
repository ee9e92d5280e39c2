import type { Finding, Severity } from '../../model/check.ts';
import type { Validated } from '../../validate.ts';
import type { ToolVerdict } from '../../validators/verdict.ts';

/** Everything that `gen validate` has to tell, whatever the format. */
export interface Validation extends Validated {
  readonly tools: readonly ToolVerdict[];
}

/** The sums of a validation. */
export interface Totals {
  readonly counts: Readonly<Record<Severity, number>>;
  readonly suppressed: number;
  readonly files: number;
}

/** All findings, stack by stack, then those that belong to none. */
export const findingsOf = ({ stacks, findings }: Pick<Validation, 'stacks' | 'findings'>): readonly Finding[] => [...stacks.flatMap((stack) => stack.findings), ...findings];

/** How many findings, suppressed ones and files there are. */
export function totalsOf(validation: Validation): Totals {
  const all = findingsOf(validation);
  const count = (severity: Severity): number => all.filter((finding) => finding.severity === severity).length;
  return {
    counts: { error: count('error'), warning: count('warning'), note: count('note') },
    suppressed: validation.stacks.reduce((sum, { suppressed }) => sum + suppressed.length, 0),
    files: new Set(validation.stacks.flatMap(({ files }) => files)).size,
  };
}
