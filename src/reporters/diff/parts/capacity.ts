import type { Comparison } from '../../../diff/comparison.ts';
import { headroom, type Tier } from '../../../tiers.ts';
import { readable } from '../../entry.ts';
import { told } from '../../plain-text.ts';
import type { Part } from '../part.ts';

const rate = (value: number): string => readable(Math.floor(value), 'per-second');
const able = (tier: Tier | undefined): string => (tier === undefined ? 'none' : `${rate(tier.ceiling)}${tier.most > tier.replicas ? ` with ${tier.most} replicas` : ''}`);
const share = (tier: Tier): string => `${(Math.floor(headroom(tier, tier.ceiling) * 100) / 100).toString()} times the target`;

/** What of each tier can be asked, and what is, where any of it changes. */
export function capacityPart({ tiers }: Comparison): Part | undefined {
  const changed = tiers.filter(({ before, after }) => able(before) !== able(after) || before?.asked !== after?.asked);
  if (changed.length === 0) return undefined;
  return {
    is: 'table',
    section: 'capacity',
    title: 'tiers',
    columns: [{ name: 'tier', holds: 'code' }, { name: 'asked', holds: 'number' }, { name: 'before', holds: 'number' }, { name: 'after', holds: 'number' }, { name: '', holds: 'prose' }],
    rows: changed.map(({ component, before, after }) => [told(component, 80), asked(before, after), able(before), able(after), verdict(after)]),
    row: 'tier',
  };
}

function asked(before: Tier | undefined, after: Tier | undefined): string {
  const [one, other] = [before, after].map((tier) => (tier === undefined ? undefined : rate(tier.asked)));
  return one === undefined || other === undefined || one === other ? (other ?? one ?? '') : `${one} -> ${other}`;
}

function verdict(tier: Tier | undefined): string {
  if (tier === undefined) return '';
  return `${headroom(tier, tier.ceiling) < 1 ? 'not met, ' : 'met, '}${share(tier)}${tier.bound === undefined ? '' : `, bound by ${tier.bound}`}`;
}
