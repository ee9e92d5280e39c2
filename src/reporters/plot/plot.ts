import { html, type Html } from '../html/html.ts';
import type { Axis } from './scale.ts';

/** A place in a plot, in the values of its axes. */
export type Point = readonly [x: number, y: number];

/** Something drawn in a plot. `look` names a colour of the style sheet. */
export type Layer =
  | { readonly draw: 'line'; readonly name: string; readonly look: string; readonly points: readonly Point[]; readonly stroke?: 'thick' | 'dashed' | 'dotted'; /** Said of each point when it is pointed at; without, points are not marked. */ readonly says?: (point: Point) => string }
  | { readonly draw: 'area'; readonly name: string; readonly look: string; /** The lower and the upper edge at each x. */ readonly edges: readonly (readonly [x: number, low: number, high: number])[] }
  | { readonly draw: 'bar'; readonly look: string; readonly from: Point; readonly to: Point; readonly says: string }
  | { readonly draw: 'across'; readonly at: number; readonly label: string; readonly look: string }
  | { readonly draw: 'upright'; readonly at: number; readonly label: string; readonly look: string; /** Which line of labels it takes, so that neighbours do not overlap. */ readonly row?: number }
  | { readonly draw: 'shade'; readonly from: number; readonly to: number; readonly label: string; readonly look: string };

/** A plot: what it shows, its axes, and what is drawn, the lowest first. */
export interface Plot {
  readonly title: string;
  readonly note?: string;
  readonly shape: 'half' | 'full';
  readonly x: Axis & { readonly label: string };
  readonly y: Axis & { readonly label: string };
  readonly layers: readonly Layer[];
}

const WIDTH = { half: 560, full: 1152 } as const;
const HEIGHT = { half: 330, full: 270 } as const;
const MARGIN = { left: 58, right: 26, top: 42, bottom: 46 } as const;

/** A plot as a figure with its legend: SVG, in the colours of the style sheet. */
export function plotFigure(plot: Plot): Html {
  const size = { width: WIDTH[plot.shape], height: HEIGHT[plot.shape] };
  const inner = { width: size.width - MARGIN.left - MARGIN.right, height: size.height - MARGIN.top - MARGIN.bottom };
  const place: Place = { x: (value) => round(plot.x.place(value) * inner.width), y: (value) => round((1 - plot.y.place(value)) * inner.height), ...inner };
  return html`<figure class="plot ${plot.shape}"><figcaption><h3>${plot.title}</h3>${plot.note !== undefined && html`<p>${plot.note}</p>`}${legend(plot.layers)}</figcaption>
<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${plot.title}"><g transform="translate(${MARGIN.left} ${MARGIN.top})">
${grid(plot, place)}<svg width="${place.width}" height="${place.height}" overflow="hidden">${plot.layers.map((layer) => drawn(layer, place))}</svg>${plot.layers.map((layer) => lettering(layer, place))}
</g></svg></figure>
`;
}

/** From values to the units of the drawing. */
interface Place {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly width: number;
  readonly height: number;
}

const round = (value: number): number => Math.round(Math.max(-20_000, Math.min(20_000, value)) * 10) / 10;

function legend(layers: readonly Layer[]): Html | false {
  const named = layers.flatMap((layer) => (layer.draw === 'line' || layer.draw === 'area' ? [layer] : []));
  const keys = named.filter((layer, i) => layer.name !== '' && named.findIndex(({ name }) => name === layer.name) === i);
  if (keys.length === 0) return false;
  return html`<ul class="legend">${keys.map((layer) => html`<li><i class="key ${layer.look} ${layer.draw === 'area' ? 'area' : (layer.stroke ?? '')}"></i>${layer.name}</li>`)}</ul>`;
}

const grid = ({ x, y }: Plot, place: Place): Html => html`<g class="grid">${y.ticks.map(({ at }) => html`<line x2="${place.width}" y1="${place.y(at)}" y2="${place.y(at)}"/>`)}${x.ticks.map(({ at }) => html`<line class="tick" x1="${place.x(at)}" x2="${place.x(at)}" y1="${place.height}" y2="${place.height + 5}"/>`)}</g>
<g class="marks">${y.ticks.map(({ at, label }) => html`<text x="-8" y="${place.y(at)}" dy=".35em" text-anchor="end">${label}</text>`)}${x.ticks.map(({ at, label }) => html`<text x="${place.x(at)}" y="${place.height + 20}" text-anchor="middle">${label}</text>`)}<text class="unit" x="${-MARGIN.left + 4}" y="-28">${y.label}</text><text class="unit" x="${place.width}" y="${place.height + 40}" text-anchor="end">${x.label}</text></g>
`;

function drawn(layer: Layer, place: Place): Html | false {
  switch (layer.draw) {
    case 'line': return html`<path class="line ${layer.look} ${layer.stroke ?? ''}" d="${pathOf(layer.points, place)}"/>${layer.says !== undefined && layer.points.map((point) => html`<circle class="dot ${layer.look}" cx="${place.x(point[0])}" cy="${place.y(point[1])}" r="4"><title>${layer.says?.(point) ?? ''}</title></circle>`)}`;
    case 'area': return layer.edges.length > 0 && html`<path class="area ${layer.look}" d="${pathOf(layer.edges.map(([x, , high]): Point => [x, high]), place)}${pathOf(layer.edges.map(([x, low]): Point => [x, low]).toReversed(), place).replace('M', 'L')}Z"/>`;
    case 'bar': return html`<rect class="bar ${layer.look}" x="${place.x(layer.from[0])}" width="${Math.max(0.5, place.x(layer.to[0]) - place.x(layer.from[0]))}" y="${place.y(layer.to[1])}" height="${place.y(layer.from[1]) - place.y(layer.to[1])}"><title>${layer.says}</title></rect>`;
    case 'across': return html`<line class="mark ${layer.look}" x2="${place.width}" y1="${place.y(layer.at)}" y2="${place.y(layer.at)}"/>`;
    case 'upright': return html`<line class="mark ${layer.look}" x1="${place.x(layer.at)}" x2="${place.x(layer.at)}" y2="${place.height}"/>`;
    case 'shade': return html`<rect class="shade ${layer.look}" x="${place.x(layer.from)}" width="${place.x(layer.to) - place.x(layer.from)}" height="${place.height}"/>`;
  }
}

/** Words at marks and stretches; they may stand outside of the drawn area. */
function lettering(layer: Layer, place: Place): Html | false {
  switch (layer.draw) {
    case 'across': return html`<text class="said ${layer.look}" x="4" y="${place.y(layer.at) - 5}">${layer.label}</text>`;
    case 'upright': {
      const x = place.x(layer.at);
      const end = x > place.width * 0.6;
      return html`<text class="said ${layer.look}" x="${x + (end ? -5 : 5)}" y="${12 + (layer.row ?? 0) * 16}" text-anchor="${end ? 'end' : 'start'}">${layer.label}</text>`;
    }
    case 'shade': return html`<text class="said ${layer.look}" x="${(place.x(layer.from) + place.x(layer.to)) / 2}" y="-8" text-anchor="middle">${layer.label}</text>`;
    default: return false;
  }
}

/** A path through points; where a value is missing (no number) it is interrupted. */
function pathOf(points: readonly Point[], place: Place): string {
  let pen = 'M';
  return points
    .map(([x, y]) => {
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        pen = 'M';
        return '';
      }
      const step = `${pen}${place.x(x)} ${place.y(y)}`;
      pen = 'L';
      return step;
    })
    .join('');
}
