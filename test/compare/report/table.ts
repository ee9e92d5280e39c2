import { MiB } from '../../../src/model/value.ts';
import type { Variant } from '../model.ts';
import type { Cell, Row, Spread } from '../summary.ts';

/** The results as Markdown: one table for each workload, and one line that says how Plumbline compares. */
export function markdown(rows: readonly Row[], variants: readonly Variant[]): string {
  return rows.map((row) => [`### ${row.workload.title}`, '', ...tableOf(row, variants), '', said(row, variants), ''].join('\n')).join('\n');
}

/** How Plumbline compares in a workload, as one sentence. */
export function said({ standing }: Row, variants: readonly Variant[]): string {
  if (standing === undefined) return 'No alternative was left to compare with.';
  const { ratio, noise, best, verdict } = standing;
  return `Plumbline / ${titleOf(variants, best)}: ${ratios(ratio)}${noise === undefined ? '' : `; two equal servers: ${ratios(noise)}`}: ${verdict}`;
}

/** The title of a variant. */
export const titleOf = (variants: readonly Variant[], id: string): string => variants.find((variant) => variant.id === id)?.title ?? id;

/** The columns behind the throughput. */
export const HEAD: readonly string[] = ['p50 ms', 'p95 ms', 'p99 ms', 'failed', 'shed', 'refused', 'memory'];

function tableOf({ workload, cells }: Row, variants: readonly Variant[]): readonly string[] {
  const head = ['', `${workload.unit} (min–max)`, ...HEAD];
  const body = cells.map((cell) => [titleOf(variants, cell.variant), ...figures(cell)]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => `| ${row.map((text, column) => (column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...body.map(line), ...withGap(notes(cells, variants))];
}

/** The columns of a variant, its throughput first. */
export function figures({ throughput, p50, p95, p99, failed, shed, refused, memory }: Cell): readonly string[] {
  return [
    `${number(throughput.median)} (${number(throughput.min)}–${number(throughput.max)})`, number(p50), number(p95), number(p99),
    String(failed), String(shed), String(refused), memory === undefined ? '?' : `${Math.round(memory / MiB)} MiB`,
  ];
}

const withGap = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', ...lines]);

/** What a reader must know of single variants, one line each. */
export const notes = (cells: readonly Cell[], variants: readonly Variant[]): readonly string[] =>
  cells.filter((cell) => cell.notes.length > 0).map((cell) => `${titleOf(variants, cell.variant)}: ${cell.notes.join('; ')}`);

/** Three figures are all that a short measurement carries. */
export const number = (value: number): string => (value >= 100 ? String(Math.round(value)) : value.toPrecision(3));
const ratios = ({ median, min, max }: Spread): string => `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;
