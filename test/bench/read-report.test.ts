import { expect, test } from 'vitest';
import { reportFrom } from '../../src/bench/read-report.ts';
import { InputError } from '../../src/model/problem.ts';
import { wholeRun } from '../reporters/bench-sample.ts';

const whole = wholeRun();

test('a report is read as it was written', () => {
  expect(reportFrom(JSON.stringify(whole), 'r.json')).toEqual(whole);
});

test.each<readonly [string, unknown, string]>([
  ['another kind of file', [1, 2], 'is no bench report: expected the schema plumbline-bench/1, found none'],
  ['a future schema', { ...whole, schema: 'plumbline-bench/2' }, 'found "plumbline-bench/2"'],
  ['phases that are no list', { ...whole, phases: {} }, 'phases: expected a list, found a mapping'],
  ['a phase without counts', { ...whole, phases: [{ ...whole.phases[0], counts: undefined }] }, 'phases[0].counts: expected a mapping, found nothing'],
  ['a number as text', { ...whole, targets: { ...whole.targets, p95: '200ms' } }, 'targets.p95: expected a number, found "200ms"'],
  ['a percentile alone', { ...whole, phases: [{ ...whole.phases[0], service: { ...whole.phases[0]?.service, percentiles: [[50]] } }] }, 'phases[0].service.percentiles[0]: expected a pair, found a list'],
])('%s is refused', (_, data, message) => {
  expect(() => reportFrom(JSON.stringify(data), 'r.json')).toThrow(InputError);
  expect(() => reportFrom(JSON.stringify(data), 'r.json')).toThrow(message);
});

test('an endless number is refused', () => {
  expect(() => reportFrom(JSON.stringify(whole).replace('"seconds":', '"seconds":1e999,"before":'), 'r.json')).toThrow('seconds: expected a number, found Infinity');
});

test('what is no JSON is refused', () => {
  expect(() => reportFrom('{', 'r.json')).toThrow('r.json: is no JSON\n  gen bench --output report.json writes one');
});
