import { expect, it } from 'vitest';
import { GiB } from '../../src/model/value.ts';
import { median, percentiles } from './percentiles.ts';
import { reachOf } from './reach.ts';
import { text } from './report/text.ts';
import { page } from './report/page.ts';
import { slots } from './schedule.ts';
import { summarize, verdictOf } from './summary.ts';
import type { Comparison } from './comparison.ts';
import type { Sample } from './model.ts';
import { pgtuneWeb } from './variants/pgtune.ts';

const sample = (variant: string, round: number, throughput: number, more: Partial<Sample> = {}): Sample =>
  ({ workload: 'rate-100', variant, round, throughput, seconds: 2, p50: 5, p95: 20, p99: 40, failed: 0, shed: 0, refused: 0, ...more });

const variants = ['defaults', 'twin', 'ours'].map((id) => ({ id, title: id.toUpperCase(), said: `what ${id} is` }));
const workloads = [{ id: 'rate-100', title: '100 requests a second', unit: 'good answers/s' }];
const samples = [
  sample('defaults', 0, 100), sample('twin', 0, 90), sample('ours', 0, 150),
  sample('ours', 1, 130), sample('twin', 1, 110), sample('defaults', 1, 100, { failed: 3, p95: 260, note: '3 were too late' }),
  sample('defaults', 2, 80), sample('twin', 2, 80), sample('ours', 2, 80),
];
const rows = summarize(samples, workloads, variants, { ours: 'ours', reference: 'defaults', twin: 'twin' });

it('turns the order of the variants round in every other round', () => {
  expect(slots(['a', 'b'], 3)).toEqual([
    { variant: 'a', round: 0 }, { variant: 'b', round: 0 }, { variant: 'b', round: 1 }, { variant: 'a', round: 1 }, { variant: 'a', round: 2 }, { variant: 'b', round: 2 },
  ]);
});

it('takes medians, and percentiles by nearest rank', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  expect(percentiles(Array.from({ length: 100 }, (_, i) => 100 - i))).toEqual({ p50: 50, p95: 95, p99: 99 });
});

it('compares with the best alternative round by round', () => {
  expect(rows).toMatchObject([{ standing: { best: 'defaults', ratio: { median: 1.3, min: 1, max: 1.5 }, noise: { median: 1, min: 0.9, max: 1.1 }, verdict: 'ahead' } }]);
});

it('calls a loss one only when it is greater than the noise', () => {
  const noise = { median: 1, min: 0.9, max: 1.2 };
  const verdict = (ratio: number) => verdictOf({ median: ratio, min: ratio, max: ratio }, noise);
  expect([1.2, 1, 0.97, 0.9, 0.8].map(verdict)).toEqual(['ahead', 'level', 'level', 'within noise', 'behind']);
});

it('shows who is left where nobody else was measured', () => {
  const [row] = summarize([sample('ours', 0, 100)], workloads, variants, { ours: 'ours', reference: 'defaults', twin: 'twin' });
  expect(row?.cells.map(({ variant }) => variant)).toEqual(['ours']);
  expect(row?.standing).toBeUndefined();
});

it('finds the greatest rate within the targets', () => {
  const at = (rate: number, p95: number, success: number) => sample('ours', 0, rate, { workload: `rate-${rate}`, p95, success });
  const reach = (...measured: readonly Sample[]) => reachOf(measured, [{ id: 'ours', title: 'Ours', said: '' }], [100, 200, 400])[0]?.rate;
  expect(reach(at(100, 20, 1), at(200, 150, 1), at(400, 250, 1))).toBe(200);
  expect(reach(at(100, 20, 0.99), at(200, 20, 1), at(400, 20, 1))).toBe(0);
});

it('says what PGTune says for 2 GB and for 16 GB', () => {
  expect(pgtuneWeb(2 * GiB)).toContain('shared_buffers = 524288kB\neffective_cache_size = 1572864kB\nmaintenance_work_mem = 131072kB\ncheckpoint_completion_target = 0.9\nwal_buffers = 16384kB');
  expect(pgtuneWeb(2 * GiB)).toContain('work_mem = 4096kB\nhuge_pages = off');
  expect(pgtuneWeb(16 * GiB)).toContain('work_mem = 20164kB\nhuge_pages = try');
});

it('prints a table, and a page that escapes', () => {
  const part = { title: 'The <stack>', note: 'One core.', variants, samples, rows, edges: [5, 6], edge: [{ variant: 'ours', sent: 8, failed: 0, statuses: { 201: 8 } }], reach: [{ variant: 'ours', rate: 100 }] };
  const comparison: Comparison = { schema: 'plumbline-compare/1', plumbline: '0.1.0', started: '2026-11-21T17:00:00.000Z', seconds: 9, conditions: ['two cores'], stacks: [part] };
  expect(text(comparison)).toContain([
    '|          | good answers/s (min–max) | p50 ms | p95 ms | p99 ms | failed | shed | refused | memory |',
    '|----------|-------------------------:|-------:|-------:|-------:|-------:|-----:|--------:|-------:|',
    '| DEFAULTS |           100 (80.0–100) |   5.00 |   20.0 |   40.0 |      3 |    0 |       0 |      ? |',
    '| TWIN     |          90.0 (80.0–110) |   5.00 |   20.0 |   40.0 |      0 |    0 |       0 |      ? |',
    '| OURS     |           130 (80.0–150) |   5.00 |   20.0 |   40.0 |      0 |    0 |       0 |      ? |',
    '', 'DEFAULTS: 3 were too late', '', 'Plumbline / DEFAULTS: 1.30 (1.00–1.50); two equal servers: 1.00 (0.90–1.10): ahead',
  ].join('\n'));
  expect(text(comparison)).toContain('- OURS: 0 of 8 failed (201: 8)');
  expect(page(comparison)).toContain('<h2>The &lt;stack&gt;</h2>');
});
