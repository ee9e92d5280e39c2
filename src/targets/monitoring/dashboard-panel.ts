import type { Expression } from './promql.ts';

/** The unit of a panel, as Grafana names it. */
export type Unit = 'bytes' | 'percentunit' | 'reqps' | 's' | 'short' | 'none';

/** A line of a panel: what is asked, and how its series are called. */
export interface Line {
  readonly expression: Expression;
  readonly legend: string;
}

/** What one panel shows: what is used, and how much there is. */
export interface Panel {
  readonly title: string;
  /** One sentence for whoever looks at it. */
  readonly about: string;
  readonly unit: Unit;
  readonly lines: readonly Line[];
  /** The lowest value that is shown; 0 when left out. */
  readonly lowest?: number;
  /** Dashed: what the lines have to stay below, or above. */
  readonly limits?: readonly Line[];
  /** Bars of the last values instead of lines over time: green below the first share, red from the second. */
  readonly bars?: { readonly orange: number; readonly red: number };
}

/** Panels under one heading. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const COLUMNS = 24;
/** Three panels stand side by side; bars have a row of their own. */
const sizeOf = ({ bars }: Panel): { readonly w: number; readonly h: number } => (bars === undefined ? { w: COLUMNS / 3, h: 7 } : { w: COLUMNS, h: 14 });

const datasource = { type: 'prometheus', uid: '${datasource}' };

/** Where a panel stands, and its number. */
interface Place {
  readonly id: number;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
}

/** Rows as Grafana wants them: a flat list of numbered panels with their places. */
export function panelsOf(rows: readonly Row[]): readonly object[] {
  const placed: object[] = [];
  let y = 0;
  for (const { title, panels } of rows.filter((row) => row.panels.length > 0)) {
    placed.push({ id: placed.length + 1, type: 'row', title, collapsed: false, gridPos: { h: 1, w: COLUMNS, x: 0, y }, panels: [] });
    y += 1;
    let [x, height] = [0, 0];
    for (const panel of panels) {
      const { w, h } = sizeOf(panel);
      if (x + w > COLUMNS) {
        y += height;
        [x, height] = [0, 0];
      }
      placed.push(panelOf(panel, { id: placed.length + 1, gridPos: { h, w, x, y } }));
      x += w;
      height = Math.max(height, h);
    }
    y += height;
  }
  return placed;
}

const panelOf = (panel: Panel, place: Place): object => (panel.bars === undefined ? overTime(panel, place) : asBars(panel, panel.bars, place));

const head = ({ title, about }: Panel, { id, gridPos }: Place): object => ({ id, title, description: about, datasource, gridPos });

/** Lines are lettered A, B, …; limits are numbered, so that their look can be told by it. */
const targetsOf = ({ lines, limits = [] }: Panel, ask: object): readonly object[] => [
  ...lines.map(({ expression, legend }, i) => ({ refId: String.fromCharCode('A'.charCodeAt(0) + i), expr: expression.text, legendFormat: legend, ...ask })),
  ...limits.map(({ expression, legend }, i) => ({ refId: `limit${i + 1}`, expr: expression.text, legendFormat: legend, ...ask })),
];

function overTime(panel: Panel, place: Place): object {
  const dashed = (panel.limits ?? []).map((_, i) => ({
    matcher: { id: 'byFrameRefID', options: `limit${i + 1}` },
    properties: [
      { id: 'color', value: { mode: 'fixed', fixedColor: 'red' } },
      { id: 'custom.fillOpacity', value: 0 },
      { id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 10] } },
    ],
  }));
  return {
    ...head(panel, place),
    type: 'timeseries',
    fieldConfig: { defaults: { unit: panel.unit, min: panel.lowest ?? 0, custom: { drawStyle: 'line', fillOpacity: 10, lineWidth: 1, showPoints: 'never', spanNulls: false } }, overrides: dashed },
    options: { legend: { calcs: [], displayMode: 'list', placement: 'bottom', showLegend: true }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: targetsOf(panel, { range: true, instant: false }),
  };
}

const asBars = (panel: Panel, { orange, red }: NonNullable<Panel['bars']>, place: Place): object => ({
  ...head(panel, place),
  type: 'bargauge',
  fieldConfig: {
    defaults: {
      unit: panel.unit,
      min: 0,
      max: 1,
      thresholds: { mode: 'absolute', steps: [{ color: 'green', value: null }, { color: 'orange', value: orange }, { color: 'red', value: red }] },
    },
    overrides: [],
  },
  options: { displayMode: 'gradient', orientation: 'horizontal', reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false }, showUnfilled: true, valueMode: 'color' },
  targets: targetsOf(panel, { range: false, instant: true }),
});
