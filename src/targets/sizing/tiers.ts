import { code, markdownTable, prose } from '../../formats/markdown.ts';
import { showValue } from '../../formats/quantity.ts';
import { isCluster, type Stack } from '../../model/stack.ts';
import { bottleneck, headroom, tiersOf, type Tier } from '../../tiers.ts';

const rate = (value: number): string => showValue(Math.floor(value), 'per-second');
const times = (value: number): string => `${(Math.floor(value * 100) / 100).toFixed(2)} x`;

const NUMBERS: readonly (readonly [heading: string, cell: (tier: Tier) => string])[] = [
  ['replicas', (tier) => String(tier.replicas)],
  ['asked', (tier) => rate(tier.asked)],
  ['answers', (tier) => rate(tier.capacity)],
  ['headroom', (tier) => times(headroom(tier, tier.capacity))],
];
/** Only the pods of a cluster have an autoscaler. */
const SCALED: typeof NUMBERS = [['replicas at most', (tier) => String(tier.most)], ['then answers', (tier) => rate(tier.ceiling)]];

/** Every tier whose capacity is known, beside what is asked of it. */
export function tierTable(plan: Stack): string {
  const columns = isCluster(plan) ? [...NUMBERS, ...SCALED] : NUMBERS;
  const headings = columns.map(([heading]) => heading);
  return markdownTable(['tier', ...headings, 'bound by'], headings, tiersOf(plan).map((tier) => [code(tier.component.name), ...columns.map(([, cell]) => cell(tier)), prose(tier.bound ?? '')]));
}

/** Which tier ends the growth, and where. */
export function bottleneckWords(plan: Stack): string {
  const short = bottleneck(plan);
  if (short === undefined) return '';
  const { tier, rate: at } = short;
  const scaled = tier.most > tier.replicas ? ` with ${tier.most} replicas, the most that its autoscaler starts` : '';
  return prose(`${tier.component.name} is short first: at ${rate(at)}${scaled}.`);
}
