import { differs, type Comparison } from '../../diff/comparison.ts';
import { stacksIn, type Diffed } from '../../diff/diffed.ts';
import { inShell } from '../../formats/shell-words.ts';
import { counted } from '../../model/quote.ts';
import { told } from '../plain-text.ts';
import { factsOf, summaryOf } from './summary.ts';

/** What is to be said of a comparison before its parts. */
export interface Status {
  readonly facts: readonly string[];
  /** What to do about it, where there is something to do. */
  readonly lines: readonly string[];
}

/** What differs; of rendered files, whether they are stale or were edited by hand, and what to do. */
export const statusOf = (comparison: Comparison, of: Diffed['of']): Status => (of === 'output' ? statusOfOutput(comparison) : { facts: factsOf(comparison), lines: [] });

function statusOfOutput(comparison: Comparison): Status {
  const { before, after, files } = comparison;
  const [folder, profile] = [told(before?.name ?? `out/${comparison.name}`, 200), told(after?.name ?? 'any profile', 200)];
  if (before === undefined) return { facts: [`${folder} is missing: ${profile} renders ${counted(after?.files.length ?? 0, 'file')}; run ${rendering(profile)}`], lines: [] };
  if (after === undefined) return { facts: [`${folder} belongs to no profile any more`], lines: [] };
  const edited = files.filter((file) => file.edited === true);
  const stale = files.length - edited.length;
  return {
    facts: [stale === 0 ? `${folder} was edited by hand` : `${folder} is stale: ${stale} of ${counted(after.files.length, 'file')} ${stale === 1 ? 'differs' : 'differ'} from what ${profile} renders now; run ${rendering(profile)}`],
    lines: [...edited.map(({ path }) => `edited by hand: ${folder}/${told(path, 200)} (gen refuses; --force overwrites it)`), ...(comparison.changes.length === 0 ? [] : [`gen brings: ${summaryOf(comparison)}`])],
  };
}

/** The command that renders a profile again, and with it the others of its folder. */
const rendering = (profile: string): string => (/^profiles\/[^/]+$/.test(profile) ? 'gen --all' : `gen --profile ${inShell(profile)}`);

/** What was compared, or that nothing differs. */
export function headingOf(diffed: Diffed): string {
  const { of, before, after, comparisons, refused = [] } = diffed;
  const [differing, all] = [comparisons.filter(differs), stacksIn(diffed)];
  const [one, other] = [told(before, 100), told(after, 100)];
  const but = refused.length === 0 ? '' : `, but ${counted(refused.length, 'profile')} could not be compared`;
  if (differing.length === 0) return `${of === 'output' && all > 0 ? `${one} is what the ${all === 1 ? 'profile renders' : 'profiles render'}` : `nothing differs between ${one} and ${other}`}${but}`;
  const those = all < 2 ? '' : `: ${differing.length} of ${counted(all, 'stack')} ${differing.length === 1 ? 'differs' : 'differ'}`;
  return `${one} -> ${other}${those}${but}`;
}
