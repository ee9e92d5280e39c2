import { logarithmic, upTo, type Axis } from '../../../src/reporters/plot/scale.ts';
import type { Layer, Plot } from '../../../src/reporters/plot/plot.ts';
import type { Part } from '../part.ts';
import type { Cell, Row } from '../summary.ts';
import { number, titleOf } from './table.ts';

/** Workloads that differ in one number: their ids begin alike and end with it. */
interface Family { readonly prefix: string; readonly title: string; readonly x: string }

const FAMILIES: readonly Family[] = [
  { prefix: 'select-only-', title: 'pgbench select-only', x: 'clients' },
  { prefix: 'tpcb-like-', title: 'pgbench TPC-B-like', x: 'clients' },
  { prefix: 'rate-', title: 'The application', x: 'requests a second, offered' },
];

/** Throughput and p95 of every family of workloads that a part has, one line for each variant. */
export function plotsOf(part: Part): readonly Plot[] {
  return FAMILIES.flatMap((family) => {
    const rows = part.rows.filter(({ workload }) => workload.id.startsWith(family.prefix));
    return rows.length < 2 ? [] : [throughputPlot(part, family, rows), latencyPlot(part, family, rows)];
  });
}

const atOf = ({ prefix }: Family, { workload }: Row): number => Number(workload.id.slice(prefix.length));

function throughputPlot(part: Part, family: Family, rows: readonly Row[]): Plot {
  const most = Math.max(...rows.flatMap(({ cells }) => cells.map(({ throughput }) => throughput.median)));
  const [first] = rows;
  return {
    title: `${family.title}: throughput`, note: 'Medians of the rounds; the smallest and the greatest stand in the tables.', shape: 'half',
    x: { ...across(family, rows), label: family.x }, y: { ...upTo(most * 1.05), label: first?.workload.unit ?? '' },
    layers: lines(part, family, rows, (cell) => cell.throughput.median, first?.workload.unit ?? ''),
  };
}

function latencyPlot(part: Part, family: Family, rows: readonly Row[]): Plot {
  const values = rows.flatMap(({ cells }) => cells.map(({ p95 }) => p95)).filter((value) => value > 0);
  return {
    title: `${family.title}: 95th percentile`, note: 'Medians of the rounds; the scale is logarithmic.', shape: 'half',
    x: { ...across(family, rows), label: family.x }, y: { ...logarithmic(values), label: 'ms' },
    layers: lines(part, family, rows, (cell) => cell.p95, 'ms'),
  };
}

const across = (family: Family, rows: readonly Row[]): Axis => upTo(Math.max(...rows.map((row) => atOf(family, row))) * 1.05);

function lines(part: Part, family: Family, rows: readonly Row[], of: (cell: Cell) => number, unit: string): readonly Layer[] {
  return part.variants.map(({ id }, i): Layer => ({
    draw: 'line', name: titleOf(part.variants, id), look: `c${i}`, stroke: id === 'plumbline' ? 'thick' : 'dashed',
    points: rows.flatMap((row) => { const cell = cellOf(row, id); return cell === undefined ? [] : [[atOf(family, row), of(cell)] as const]; }),
    says: ([x, y]) => `${titleOf(part.variants, id)}, ${x} ${family.x}: ${number(y)} ${unit}`,
  }));
}

const cellOf = (row: Row, variant: string): Cell | undefined => row.cells.find((cell) => cell.variant === variant);
