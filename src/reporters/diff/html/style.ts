/** What a diff needs beside the style sheet of all reports. */
export const DIFF_STYLE = `
.summary { border-left: 8px solid var(--good) }
.summary.error { border-left-color: var(--failed) }
.summary.warning { border-left-color: var(--refused) }
.summary h2 { font-size: 20px; margin: 0 }
.summary h2::first-letter { text-transform: none }
.summary p { margin: .4em 0 0 }
.said { list-style: none; display: flex; flex-wrap: wrap; gap: 8px; margin: 10px 0 0; padding: 0 }
.said li { border: 1px solid var(--line); border-radius: 99px; padding: 2px 13px }
.said li.error { border-color: var(--failed); color: var(--failed); font-weight: 600 }
.said li.warning { border-color: var(--refused); font-weight: 600 }
.changes td, .changes th { text-align: left; white-space: normal; vertical-align: top; overflow-wrap: break-word }
.changes .number { text-align: right; white-space: nowrap }
.changes:not(.settings) .long { width: 99% }
.changes:not(.settings) th { white-space: nowrap }
.changes:not(.settings) td:has(code) { min-width: 11em }
.changes.settings { table-layout: fixed }
.settings th:first-child { width: 40% }
.settings .before, .settings .after { width: 15%; white-space: normal; overflow-wrap: anywhere }
.changes .before { color: var(--soft) }
.changes .after { font-weight: 600 }
.settings th code { overflow-wrap: anywhere }
.findings { list-style: none; margin: 0; padding: 0 }
.findings li { border-left: 4px solid var(--v); padding: 2px 0 2px 14px; margin: 0 0 14px }
.findings .error { --v: #c2410c }
.findings .warning { --v: #b7791f }
.findings .note { --v: #0072b2; margin-top: 0; color: inherit }
.findings p { margin: .2em 0 }
.findings em { font-style: normal; font-size: 12px; font-weight: 700; color: var(--v) }
.gone { opacity: .75 }
details>summary { cursor: pointer }
details.stack { margin: 0 0 18px }
details.stack>summary { font-size: 16px; padding: 6px 0; overflow-wrap: anywhere }
section>details>summary { font-size: 15px }
details>.wide, details>pre { margin-top: 10px }
.file { border-top: 1px solid var(--line); padding: 7px 0 }
.file summary { overflow-wrap: anywhere }
.file .added { color: var(--found) }
.file .removed { color: var(--failed) }
.patch { overflow-x: auto; white-space: pre; overflow-wrap: normal; border: 1px solid var(--line); border-radius: 6px; padding: 8px 0 }
.patch span { display: block; padding: 0 12px; min-width: max-content }
.patch .plus { background: #00785a22 }
.patch .minus { background: #c2410c22 }
.patch .at { color: var(--soft) }
figure .before .bar { opacity: .55 }
figure .frame { fill: none; stroke: var(--ink); stroke-width: 1.2 }
svg.bars { margin: 12px 0 auto }
svg.bars text { font-size: 11px }
figure text.name { fill: var(--ink); font-weight: 600 }
figure .target { stroke-width: 1.6 }
h2::first-letter, summary>b::first-letter { text-transform: uppercase }
@media screen and (max-width: 760px) {
  .changes { font-size: 13px }
  .changes:not(.settings) { min-width: 560px }
  svg.bars text { font-size: 13px }
  .changes th, .changes td { padding: 5px 6px }
}
@media print {
  .patch { white-space: pre-wrap }
  .changes .number { white-space: normal }
}
`;
