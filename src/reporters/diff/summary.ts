import { differs, type Comparison } from '../../diff/comparison.ts';
import type { Diffed } from '../../diff/diffed.ts';
import type { FileChange } from '../../diff/files.ts';
import { ACTIONS } from '../../diff/uptake/step.ts';
import type { Finding, Severity } from '../../model/check.ts';
import { counted } from '../../model/quote.ts';
import { headroom } from '../../tiers.ts';
import { readable } from '../entry.ts';
import { countFindings } from '../findings.ts';
import { told } from '../plain-text.ts';
import { actionsInWords } from './actions.ts';
import { weighing } from './weight.ts';

/** Components that are named where they came or went. */
const NAMED = 4;

/** How many findings there are of each severity. */
export const severities = (findings: readonly Finding[]): Readonly<Record<Severity, number>> => {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return { error: count('error'), warning: count('warning'), note: count('note') };
};

/** The rate at which the first tier is short, before and after: `1225/s -> 1400/s (db first, target not met)`. */
export function capacityInWords({ shortest: { before, after } }: Comparison): string {
  const [was, is] = [before, after].map((short) => (short === undefined ? undefined : readable(short.rate, 'per-second')));
  const first = after ?? before;
  if (first === undefined) return '';
  const rates = was === undefined || is === undefined || was === is ? (is ?? was ?? '') : `${was} -> ${is}`;
  const [met, now] = [before, after].map(isMet);
  const target = now === false ? ', target not met' : met === false ? ', target met now' : '';
  return `${rates} (${told(first.tier.component.name, 60)} first${target})`;
}

const isMet = (short: Comparison['shortest']['after']): boolean => short === undefined || headroom(short.tier, short.tier.ceiling) >= 1;

/** Whether the same tier is short first at the same rate, and the target as far away. */
const capacityStays = ({ shortest: { before, after } }: Comparison): boolean =>
  before !== undefined && after !== undefined && readable(before.rate, 'per-second') === readable(after.rate, 'per-second') && before.tier.component.name === after.tier.component.name && isMet(before) === isMet(after);

/** `2 new findings (1 error, 1 note), 1 finding gone`. */
export function findingsInWords({ findings: { appeared, vanished } }: Comparison): readonly string[] {
  return [
    ...(appeared.length === 0 ? [] : [`${counted(appeared.length, 'new finding')} (${countFindings(appeared)})`]),
    ...(vanished.length === 0 ? [] : [`${counted(vanished.length, 'finding')} gone`]),
  ];
}

/** The settings that servers are told, or that were stated, and that change. */
export function settingsOf(comparison: Comparison): number {
  const weigh = weighing(comparison);
  return comparison.changes.filter((change) => weigh(change) === 'main').length;
}

/** The files that do not only repeat others. */
export const ownFiles = ({ files }: Comparison): readonly FileChange[] => files.filter(({ unshown }) => unshown !== 'derived');

/** What differs, fact by fact: capacity first, then findings, what restarts, and how much else; capacity that stays comes last. */
export function factsOf(comparison: Comparison): readonly string[] {
  const { before, after, structure } = comparison;
  const capacity = capacityInWords(comparison);
  const stays = capacityStays(comparison);
  const settings = settingsOf(comparison);
  const files = ownFiles(comparison).length;
  const components = structure.filter(({ what, happened }) => what === 'component' && happened !== 'changed');
  return [
    ...(before === undefined ? ['new'] : after === undefined ? ['gone'] : components.slice(0, NAMED).map(({ name, happened }) => `${told(name, 60)} ${happened}`)),
    ...(capacity === '' || stays ? [] : [`capacity ${capacity}`]),
    ...findingsInWords(comparison),
    ...actionsInWords(comparison.steps, after?.stack),
    ...(settings === 0 ? [] : [counted(settings, 'setting')]),
    ...(files === 0 ? [] : [counted(files, 'file')]),
    ...(stays ? [`capacity stays ${capacity}`] : []),
  ];
}

/** The same in one line. */
export const summaryOf = (comparison: Comparison): string => factsOf(comparison).join(', ');

/** What the scripts of a pipeline ask for, over all stacks: findings by severity, what is stale or edited by hand, and steps by what happens. */
export function countsOf(comparisons: readonly Comparison[], of: Diffed['of']) {
  const edited = comparisons.flatMap(({ before, files }) => files.filter((file) => file.edited === true).map(({ path }) => `${before?.name ?? ''}/${path}`));
  const stale = of === 'output' ? comparisons.filter((comparison) => differs(comparison) && (comparison.before === undefined || comparison.after === undefined || comparison.files.some((file) => file.edited !== true))) : [];
  return {
    newFindings: severities(comparisons.flatMap(({ findings }) => findings.appeared)),
    vanishedFindings: severities(comparisons.flatMap(({ findings }) => findings.vanished)),
    stale: stale.map(({ name }) => name),
    edited,
    actions: Object.fromEntries(ACTIONS.flatMap((action) => {
      const count = comparisons.flatMap(({ steps }) => steps).filter((step) => step.action === action).length;
      return count === 0 ? [] : [[action, count]];
    })),
  };
}
