import { html, type Html } from '../../html/html.ts';

/** A piece of a bar, in the unit of its row. */
export interface Segment {
  readonly amount: number;
  /** A colour of the style sheet. */
  readonly look: string;
  readonly says: string;
}

/** One bar: what it is made of, and how long its frame is. */
export interface Bar {
  readonly segments: readonly Segment[];
  readonly frame?: number;
  readonly look: 'before' | 'after';
}

/** Bars that are compared, from zero to the same end, with a mark across all of them. */
export interface BarRow {
  readonly name: string;
  readonly label: string;
  readonly most: number;
  readonly mark?: number;
  readonly bars: readonly Bar[];
}

/** The picture is drawn in these units, and as wide as there is room. */
const WIDTH = 460;
const [THICK, GAP, WORDS, ROW] = [11, 3, 17, 15];

/** Rows of bars as a figure: SVG, in the colours of the style sheet. */
export function barsFigure(title: string, note: string, legend: readonly { readonly name: string; readonly look: string }[], rows: readonly BarRow[]): Html {
  const heights = rows.map(({ bars }) => WORDS + bars.length * (THICK + GAP) + ROW);
  const top = (i: number): number => heights.slice(0, i).reduce((sum, height) => sum + height, 0);
  return html`<figure class="plot half"><figcaption><h3>${title}</h3><p>${note}</p><ul class="legend">${legend.map(({ name, look }) => html`<li><i class="key area ${look}"></i>${name}</li>`)}</ul></figcaption>
<svg class="bars" viewBox="0 0 ${WIDTH} ${top(rows.length)}" role="img" aria-label="${title}">${rows.map((row, i) => html`<g transform="translate(0 ${top(i)})">${rowOf(row)}</g>`)}</svg></figure>
`;
}

function rowOf({ name, label, most, mark, bars }: BarRow): Html {
  const at = (amount: number): number => Math.round(((WIDTH - 2) * Math.min(amount, most) * 10) / (most || 1)) / 10 + 1;
  const height = bars.length * (THICK + GAP) - GAP;
  return html`<text class="name" x="1" y="12">${name}</text><text x="${WIDTH - 1}" y="12" text-anchor="end">${label}</text><g transform="translate(0 ${WORDS})">${bars.map((bar, i) => barOf(bar, i * (THICK + GAP), at))}${mark !== undefined && html`<line class="mark target" x1="${at(mark)}" x2="${at(mark)}" y1="-3" y2="${height + 3}"/>`}</g>`;
}

function barOf({ segments, frame, look }: Bar, y: number, at: (amount: number) => number): Html {
  const ends = segments.map((_, i) => segments.slice(0, i + 1).reduce((sum, { amount }) => sum + amount, 0));
  const pieces = segments.map((segment, i) => html`<rect class="bar ${segment.look}" x="${at(ends[i - 1] ?? 0)}" y="${y}" width="${Math.max(0, at(ends[i] ?? 0) - at(ends[i - 1] ?? 0))}" height="${THICK}"><title>${segment.says}</title></rect>`);
  return html`<g class="${look}">${pieces}${frame !== undefined && html`<rect class="frame" x="${at(0)}" y="${y}" width="${at(frame) - at(0)}" height="${THICK}"/>`}</g>`;
}
