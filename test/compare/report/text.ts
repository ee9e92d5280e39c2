import { partsOf, type Comparison } from '../comparison.ts';
import { TARGETS } from '../reach.ts';
import type { Part } from '../part.ts';
import type { StackPart } from '../stack/part.ts';
import { GOAL } from '../summary.ts';
import { markdown, titleOf } from './table.ts';

/** The whole comparison as Markdown. */
export function text(comparison: Comparison): string {
  return [
    '# Comparison', '', ...comparison.conditions.map((line) => `- ${line}`), '',
    ...partsOf(comparison).flatMap((part) => [`## ${part.title}`, '', part.note, '', ...part.variants.map(({ title, said }) => `- ${title}: ${said}`), '', markdown(part.rows, part.variants)]),
    ...comparison.stacks.flatMap(edge), '## In short', '', ...conclusions(comparison).map((line) => `- ${line}`), '',
  ].join('\n');
}

function edge(part: StackPart): readonly string[] {
  if (part.edge.length === 0) return [];
  return [`### ${edgeTitle(part)}`, '', ...part.edge.map(({ variant, sent, failed, statuses }) =>
    `- ${titleOf(part.variants, variant)}: ${failed} of ${sent} failed (${Object.entries(statuses).map(([status, count]) => `${status}: ${count}`).join(', ')})`), ''];
}

/** Which edges were swept. */
export const edgeTitle = ({ title, edges }: StackPart): string => `${title}: POST on idle connections, at the edge of ${edges.join(' and of ')} seconds`;

/** What the comparison comes to, one sentence each. */
export function conclusions(comparison: Comparison): readonly string[] {
  const parts = partsOf(comparison);
  return [...parts.flatMap(workloads), ...comparison.stacks.map(reached), ...parts.flatMap(failures)];
}

function workloads({ title, rows }: Part): readonly string[] {
  const counts = (['ahead', 'level', 'within noise', 'behind'] as const).map((verdict) => `${verdict}: ${rows.filter(({ standing }) => standing?.verdict === verdict).length}`);
  return [
    `${title}: Plumbline against the best alternative of each workload (level: from ${GOAL} of it on): ${counts.join(', ')}`,
    ...rows.flatMap(({ workload, standing }) => (standing?.verdict === 'behind' ? [`Behind: ${workload.title}, ${standing.ratio.median.toFixed(2)}`] : [])),
  ];
}

const reached = ({ title, variants, reach }: StackPart): string =>
  `${title}, the greatest measured rate with p95 below ${TARGETS.p95} ms and ${100 * TARGETS.success} % success: ${reach.map(({ variant, rate }) => `${titleOf(variants, variant)} ${rate === 0 ? 'none' : `${rate}/s`}`).join(', ')}`;

function failures({ title, rows, variants }: Part): readonly string[] {
  const totals = variants.map((variant) => {
    const cells = rows.flatMap((row) => row.cells).filter((cell) => cell.variant === variant.id);
    return `${variant.title} ${cells.reduce((sum, { failed }) => sum + failed, 0)} and ${cells.reduce((sum, { refused }) => sum + refused, 0)}`;
  });
  return [`${title}, failed requests and refused connections: ${totals.join(', ')}`];
}
