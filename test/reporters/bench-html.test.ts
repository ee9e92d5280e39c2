import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { showBytes, showFigure, showMilliseconds, showShare } from '../../src/formats/figures.ts';
import { benchHtml } from '../../src/reporters/bench-html.ts';
import { linear, logarithmic, percentile } from '../../src/reporters/plot/scale.ts';
import { html } from '../../src/reporters/html/html.ts';
import { samplePhase, sampleReport, wholeRun } from './bench-sample.ts';

/** The titles of the plots, in their order. */
const plotsOf = (page: string): readonly string[] => [...page.matchAll(/<figure class="plot (?:half|full)"><figcaption><h3>([^<]*)/g)].map((match) => match[1] ?? '');

/** Every tag that is opened is closed, in order. */
function unbalanced(page: string): readonly string[] {
  const open: string[] = [];
  for (const [, close, name = '', end] of page.replace(/<style>[^]*?<\/style>|<!doctype html>/g, '').matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^>]*?)?(\/?)>/gi)) {
    if (end === '/' || ['meta', 'br'].includes(name)) continue;
    if (close === '') open.push(name);
    else if (open.pop() !== name) return [...open, `/${name}`];
  }
  return open;
}

describe('the page of a whole run', () => {
  const page = benchHtml(wholeRun());

  test('says the verdict first', () => {
    expect(page).toContain('<b>GOOD</b><span>decided by headroom</span>');
    expect(page).toContain('<h2>small keeps its targets</h2><p>Asked were 500/s with p95 within 200 ms and 99.9 % answered well.</p>');
  });

  test('has its plots and its tables', () => {
    expect(plotsOf(page)).toEqual(['Throughput against offered rate', 'Latency against offered rate', 'Latency by percentile', 'Throughput against requests in flight', 'CPU by component', 'Answers over time', 'Latency over time']);
    expect([...page.matchAll(/<section><h2>([^<]*)/g)].map((match) => match[1])).toEqual(['Phases', 'Requests', 'Answers by status, and requests without an answer', 'What the servers used', 'The generator', 'What was sent', 'Where and how', 'Again']);
  });

  test('says how to measure it again', () => {
    expect(page).toContain('<pre>gen bench --profile small --start --set api.replicas=2 --app &#39;node server.js&#39; --seed 7</pre>');
  });

  test('needs nothing else, runs nothing, and is well formed', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|javascript:/i);
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(unbalanced(page)).toEqual([]);
  });
});

test.each([1, 2, 30])('a run of %i phases has a page without gaps', (count) => {
  const page = benchHtml(sampleReport([{ rate: 500, purpose: 'target' }, ...Array.from({ length: count - 1 }, (_, i) => ({ rate: 100 + i * 35, seconds: 4 }))]));
  expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
  expect(unbalanced(page)).toEqual([]);
  expect(plotsOf(page).includes('Throughput against offered rate')).toBe(count > 1);
  expect([...page.matchAll(/class="line r\d/g)].length).toBe(Math.min(count, 8));
});

test('a run in which nothing was answered still has a page', () => {
  const phase = { ...samplePhase({ rate: 500, purpose: 'target', seconds: 2, refused: 1 }), series: [] };
  const counts = { ...phase.counts, succeeded: 0, refused: 0, failed: phase.counts.intended, statuses: {}, errors: { ECONNREFUSED: phase.counts.intended } };
  const page = benchHtml(sampleReport([], { phases: [{ ...phase, counts, throughput: 0, requests: [] }] }));
  expect(page).toContain('ECONNREFUSED');
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

test('an invalid run is marked wherever one looks', () => {
  const page = benchHtml(sampleReport([{ rate: 500, purpose: 'target', invalid: 'requests were sent up to 310 ms late' }, { rate: 300 }]));
  expect(page).toContain('<title>small: invalid');
  expect(page).toContain('<body class="invalid-run">');
  expect(page).toContain('<b>INVALID</b>');
  expect(page).toContain('This run says nothing about the servers');
  expect(page).not.toContain('EXCELLENT');
  expect(page).toContain('500/s (target) (invalid)');
});

test('a run that was ended early says so, and blames no generator', () => {
  const page = benchHtml(sampleReport([{ rate: 250 }]));
  expect(page).toContain('The run was ended before that.');
  expect(page).not.toContain('a core to itself');
});

test('what comes from outside is text, in tags and in attributes', () => {
  const evil = `"><script>alert('x')</script>&\u202e`;
  const safe = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;\ufffd';
  const page = benchHtml(
    sampleReport([{ rate: 500, purpose: 'target', name: evil, invalid: evil }], {
      profile: evil, command: [evil], url: evil, scenario: [{ name: evil, method: 'GET', path: evil, weight: 1, headers: { [evil]: evil }, body: evil }],
      machine: { cpus: 1, model: evil, memory: 1, node: evil, system: evil }, stack: { run: 'started', limits: evil, at: evil, copies: 2 }, started: evil, plumbline: evil,
      plan: { capacity: { [evil]: 1 }, workers: { [evil]: 1 }, cpuTime: 1, waitTime: 1 }, sustainable: { rate: 1, limitedBy: evil },
    }),
  );
  expect(page).not.toMatch(/<script|\u202e/);
  expect(page).toContain(safe);
  expect(unbalanced(page)).toEqual([]);
});

test('templates of HTML are ASCII: they are bundled as they are written, and the launcher reads Latin-1', () => {
  const reporters = new URL('../../src/reporters/', import.meta.url);
  const templates = readdirSync(reporters, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...readFileSync(new URL(name, reporters), 'utf8').matchAll(/html`[^`]*/g)].map(([template]) => template.replace(/\$\{[^}]*\}?/g, '')));
  expect(templates.length).toBeGreaterThan(20);
  expect(templates.filter((template) => /[^\0-\x7f]/.test(template))).toEqual([]);
});

test('figures are spelled for people', () => {
  expect([0, 0.0421, 0.842, 12.34, 123.4, 1234.5, Infinity].map(showFigure)).toEqual(['0', '0.042', '0.84', '12.3', '123', '1,235', '∞']);
  expect([0.4, 187.2, 1250].map(showMilliseconds)).toEqual(['0.4 ms', '187 ms', '1.25 s']);
  expect([1, 0.999999, 0.9995, 0.747333, 0].map(showShare)).toEqual(['100 %', '99.999 %', '99.95 %', '74.7 %', '0 %']);
  expect([512, 12_900_000, 3 * 1024 ** 3].map(showBytes)).toEqual(['512 B', '12.3 MiB', '3 GiB']);
});

test('html escapes insets, keeps pieces, and drops what is not there', () => {
  expect(html`<b title="${'"a"'}">${'<i>'}${html`<i>${1}</i>`}${['x', html`<br>`]}${undefined}${false}</b>`.html).toBe('<b title="&quot;a&quot;">&lt;i&gt;<i>1</i>x<br></b>');
});

test('axes have round marks', () => {
  expect(linear(1040).ticks.map(({ label }) => label)).toEqual(['0', '250', '500', '750', '1,000', '1,250']);
  expect(linear(0).ticks.at(-1)?.at).toBe(1);
  expect(logarithmic([7, 180]).ticks.map(({ at }) => at)).toEqual([5, 10, 20, 50, 100, 200]);
  expect(logarithmic([]).ticks.map(({ at }) => at)).toEqual([1, 2, 5, 10]);
  expect(logarithmic([5]).ticks.length).toBeGreaterThan(1);
  expect([0, 90, 99].map(percentile(99).place)).toEqual([0, expect.closeTo(0.5), expect.closeTo(1)]);
});
