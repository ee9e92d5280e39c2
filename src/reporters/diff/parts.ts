import type { Comparison } from '../../diff/comparison.ts';
import type { Diffed } from '../../diff/diffed.ts';
import type { TracedFinding } from '../../diff/traced.ts';
import type { Finding } from '../../model/check.ts';
import { placed, placedEntry } from '../../model/entry.ts';
import type { Part } from './part.ts';
import { capacityPart } from './parts/capacity.ts';
import { concernParts } from './parts/concerns.ts';
import { headroomPart } from './parts/headroom.ts';
import { restartParts } from './parts/restart.ts';
import { structurePart } from './parts/structure.ts';
import { findingJson, type FindingJson } from '../findings.ts';
import { told } from '../plain-text.ts';
import { isWanted, type View } from './view.ts';
import { causesInWords } from './words.ts';

/** What is told of a comparison, the most important first: what came, whether it carries, what breaks, what restarts, what is left; then the settings, then the files. */
export function partsOf(comparison: Comparison, of: Diffed['of'], view: View): readonly Part[] {
  const parts = [
    view.only === undefined ? structurePart(comparison, of) : undefined,
    isWanted(view, 'capacity') || isWanted(view, 'headroom') ? capacityPart(comparison) : undefined,
    ...(isWanted(view, 'findings') ? findingsParts(comparison) : []),
    ...(isWanted(view, 'restart') ? restartParts(comparison) : []),
    isWanted(view, 'headroom') ? headroomPart(comparison) : undefined,
    ...concernParts(comparison, of, view),
    isWanted(view, 'files') && comparison.files.length > 0 ? ({ is: 'files', title: 'files', files: comparison.files } as const) : undefined,
  ];
  return parts.filter((part) => part !== undefined);
}

function findingsParts(comparison: Comparison): readonly Part[] {
  const { findings, before, after } = comparison;
  const sides = [['new findings', 'appeared', after], ['findings gone', 'vanished', before]] as const;
  return sides.flatMap(([title, happened, side]): readonly Part[] => (findings[happened].length === 0 ? [] : [{ is: 'findings', title, happened, findings: findings[happened].map((finding) => ({ ...seenFrom(side, finding), why: [finding.why, ...reason(finding, happened, comparison)].join(' ') })) }]));
}

/** What changed that a finding appeared, or vanished. */
function reason({ causes }: TracedFinding, happened: 'appeared' | 'vanished', comparison: Comparison): readonly string[] {
  return causes.length === 0 ? [] : [`${happened === 'appeared' ? 'New' : 'Gone'} because ${causesInWords(causes, MOST_CAUSES, comparison)}.`];
}

/** Causes that are told of one finding. */
const MOST_CAUSES = 3;

/** A finding with its places as the reader sees them, safe to print. */
function seenFrom(side: Comparison['before'], finding: Finding): FindingJson {
  const moved = side === undefined ? finding : { ...placed(finding, side.shown), entries: finding.entries.map((entry) => placedEntry(entry, side.shown)) };
  const { entries, ...rest } = findingJson(moved);
  return { ...rest, message: told(rest.message), entries: entries.map((entry) => ({ ...entry, id: told(entry.id, 160), shown: told(entry.shown, 160) })) };
}
