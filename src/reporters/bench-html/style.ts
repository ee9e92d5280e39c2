/** The colours: Okabe and Ito's, which people with any kind of colour vision tell apart, and two ramps of rising brightness. */
const LIGHT = `--page:#f7f7f5;--card:#fff;--ink:#1b1f24;--soft:#5b636d;--line:#e3e3df;--even:#0000;--odd:#8881;
--good:#0072b2;--refused:#e69f00;--failed:#c2410c;--p50:#56a4d6;--p95:#0b5c94;--p99:#a0529b;--target:#b3400a;--plan:#6b7280;--found:#00785a;
--r0:#0d0887;--r1:#5302a3;--r2:#8b0aa5;--r3:#b83289;--r4:#d6556d;--r5:#ec7853;--r6:#f08f1c;--r7:#c99700;
--c0:#0072b2;--c1:#e69f00;--c2:#009e73;--c3:#cc79a7;--c4:#56b4e9;--c5:#d55e00;--c6:#8c8c3a;--c7:#777`;
const DARK = `--page:#131519;--card:#1c1f24;--ink:#e8eaed;--soft:#a0a7b1;--line:#32363d;--even:#0000;--odd:#fff1;
--good:#4aa8e0;--refused:#f0b429;--failed:#f47b4a;--p50:#8ecbf0;--p95:#4aa8e0;--p99:#d79bd2;--target:#ff9a6b;--plan:#a0a7b1;--found:#3cc9a0;
--r0:#8f83ff;--r1:#ad76f5;--r2:#c86ddb;--r3:#df69b8;--r4:#f06f8f;--r5:#fa8566;--r6:#fda94a;--r7:#f2d544;
--c0:#4aa8e0;--c1:#f0b429;--c2:#2fc397;--c3:#dd94bd;--c4:#8ecbf0;--c5:#f47b4a;--c6:#bcbc5a;--c7:#999`;

const LOOKS = ['good', 'refused', 'failed', 'p50', 'p95', 'p99', 'target', 'plan', 'found', 'even', 'odd', ...Array.from({ length: 8 }, (_, i) => `r${i}`), ...Array.from({ length: 8 }, (_, i) => `c${i}`)];

/** The style sheet of the page: light and dark as the reader's system is, readable on a telephone and on paper. */
export const STYLE = `
:root { ${LIGHT}; color-scheme: light dark }
@media screen and (prefers-color-scheme: dark) {
  :root { ${DARK} }
}
${LOOKS.map((look) => `.${look} { --c: var(--${look}) }`).join('\n')}
.intended { --c: var(--ink) }
.faint { --c: var(--soft) }
.invalid { --c: var(--failed) }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif; -webkit-print-color-adjust: exact; print-color-adjust: exact }
header, main { max-width: 1200px; margin: 0 auto; padding: 0 24px }
header { padding-top: 28px }
header p { margin: .1em 0 1.2em; color: var(--soft); overflow-wrap: anywhere }
h1 { margin: 0; font-size: 26px; letter-spacing: -.01em }
h1 span { font-weight: 400; color: var(--soft) }
h2 { font-size: 18px; margin: 0 0 .6em }
h3 { font-size: 15px; margin: 0 0 .2em }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 20px 22px; margin: 0 0 18px }
.note { color: var(--soft); margin: -.4em 0 .8em }
.verdict { display: grid; grid-template-columns: max-content 1fr; gap: 8px 28px; border-left: 8px solid var(--v); padding-left: 22px }
.excellent { --v: #00785a }
.good { --v: #0072b2 }
.acceptable { --v: #b7791f }
.poor, .invalid { --v: #c2410c }
.rating { display: flex; flex-direction: column; justify-content: center }
.rating b { font-size: 34px; line-height: 1.1; letter-spacing: .01em; color: var(--v) }
.rating span { color: var(--soft) }
.words h2 { margin: .1em 0; font-size: 20px }
.words p, .words ul { margin: .25em 0 }
.words ul { padding-left: 1.2em }
.words li { font-weight: 600 }
.dimensions { grid-column: 1/-1; list-style: none; display: grid; grid-template-columns: repeat(auto-fit,minmax(230px,1fr)); gap: 10px; padding: 0; margin: 10px 0 0 }
.dimensions li { border: 1px solid var(--line); border-top: 4px solid var(--v); border-radius: 6px; padding: 8px 12px; display: grid; grid-template-columns: 1fr max-content; align-content: start }
.dimensions li.decided { border-color: var(--v) }
.dimensions span { grid-column: 1/-1; color: var(--soft) }
.dimensions em { font-style: normal; font-weight: 700; font-size: 12px; color: var(--v); align-self: center }
.tiles { display: grid; grid-template-columns: repeat(auto-fit,minmax(135px,1fr)); gap: 12px; margin: 0 0 18px }
.tiles div { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px }
.tiles dt { color: var(--soft); font-size: 13px }
.tiles dd { margin: 0; font-size: 22px; font-weight: 650; font-variant-numeric: tabular-nums }
.tiles dd.note { font-size: 12.5px; font-weight: 400 }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px }
th, td { padding: 6px 10px; text-align: right; border-bottom: 1px solid var(--line); vertical-align: middle; white-space: nowrap }
th:first-child { text-align: left; padding-left: 0 }
tbody th { font-weight: 500 }
thead th { color: var(--soft); font-weight: 500; font-size: 12.5px; vertical-align: bottom }
tbody tr:last-child>* { border-bottom: 0 }
.texts td { text-align: left; white-space: normal; overflow-wrap: anywhere }
.texts th { text-align: left; vertical-align: top }
.facts thead { display: none }
.facts th { color: var(--soft) }
small { color: var(--soft); font-size: 12px }
code, pre { font: 13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
.tag { font-size: 11px; border: 1px solid currentColor; border-radius: 99px; padding: 1px 7px; color: var(--found); vertical-align: 1px }
.tag.invalid, .over { color: var(--failed) }
.over { font-weight: 700 }
.shares { display: inline-flex; width: 150px; height: 12px; background: var(--line); vertical-align: middle }
.shares i { background: var(--c) }
.plots { display: grid; grid-template-columns: repeat(2,minmax(0,1fr)); gap: 18px; background: none; border: 0; padding: 0 }
.plot { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px 8px; display: flex; flex-direction: column; break-inside: avoid }
.plot.full { grid-column: 1/-1 }
.plot svg { width: 100%; height: auto; display: block; margin-top: auto }
.plot p { margin: 0; color: var(--soft); font-size: 13px }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 16px; padding: 0; margin: 8px 0 4px; font-size: 13px }
.legend li { display: flex; align-items: center; gap: 6px }
.key { width: 20px; border-top: 2.5px solid var(--c) }
.key.thick { border-top-width: 4px }
.key.dashed { border-top-style: dashed }
.key.dotted { border-top-style: dotted }
.key.area { height: 12px; border: 0; background: var(--c) }
svg text { font-size: 12px; fill: var(--soft) }
.grid line { stroke: var(--line) }
.grid .tick { stroke: var(--soft) }
.line { fill: none; stroke: var(--c); stroke-width: 2; stroke-linejoin: round }
.line.thick { stroke-width: 3.5 }
.line.dashed { stroke-dasharray: 7 4 }
.line.dotted { stroke-dasharray: 2 4 }
.line.intended { stroke-width: 1.2 }
.dot { fill: var(--card); stroke: var(--c); stroke-width: 2 }
.dot:hover { fill: var(--c) }
.area { fill: var(--c); stroke: none }
.bar { fill: var(--c) }
.bar:hover { opacity: .8 }
.mark { stroke: var(--c); stroke-width: 1.3; stroke-dasharray: 5 4 }
svg .said { fill: var(--c); font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round }
svg .said.even, svg .said.odd { fill: var(--soft); font-weight: 400 }
.shade { fill: var(--c) }
.shade.invalid { opacity: .14 }
.invalid-run .plot, .invalid-run .tiles div, .invalid-run .dimensions li { background-image: repeating-linear-gradient(-45deg,#c2410c17 0 10px,#0000 10px 22px) }
@media screen and (prefers-color-scheme: dark) {
  .excellent { --v: #3cc9a0 }
  .verdict.good, .dimensions .good { --v: #4aa8e0 }
  .acceptable { --v: #f0b429 }
  .poor, .invalid { --v: #f47b4a }
}
@media screen and (max-width: 760px) {
  header, main { padding: 0 12px }
  header { padding-top: 16px }
  .plots { grid-template-columns: minmax(0,1fr) }
  section { padding: 14px }
  .verdict { grid-template-columns: 1fr }
  svg text { font-size: 17px }
  .plot.full { overflow-x: auto }
  .plot.full>svg { min-width: 760px }
  .plot { padding: 12px 8px 4px }
  .plot figcaption { padding: 0 6px }
}
@media print {
  body { background: #fff; font-size: 12px }
  main, header { max-width: none; padding: 0 }
  tr, .plot, .verdict { break-inside: avoid }
  section { padding: 12px 14px }
  h2 { break-after: avoid }
  section.plots { padding: 0; gap: 10px }
  svg text { font-size: 16px }
  .plot p { font-size: 10px }
  .tiles { grid-template-columns: repeat(auto-fit,minmax(85px,1fr)); gap: 6px }
  .tiles div { padding: 6px 8px }
  .tiles dd { font-size: 14px }
  .tiles dd.note { font-size: 10px }
  .dimensions { grid-template-columns: repeat(auto-fit,minmax(150px,1fr)) }
  .verdict { grid-template-columns: max-content 1fr }
  .wide { overflow: visible }
  table { font-size: 10.5px }
  thead th { font-size: 10px; white-space: normal }
  th, td { padding: 2px 4px }
  small { font-size: 9px }
  .shares { width: 70px }
}
`;
