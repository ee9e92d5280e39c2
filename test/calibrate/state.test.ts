import { expect, test } from 'vitest';
import { restated, type Statement } from '../../src/calibrate/state.ts';

const cpu: Statement = { key: 'cpu_time', text: '1.6ms' };
const wait: Statement = { key: 'wait_time', text: '10ms' };
const at = (line: number, column: number) => ({ at: { line, column } });

test.each<readonly [string, string, readonly Statement[], string]>([
  ['a value is replaced, its comment and its quotes stay', 'extends: small\nworkload:\n  cpu_time: "1ms" # guessed\n', [{ ...cpu, ...at(3, 13) }], 'extends: small\nworkload:\n  cpu_time: "1.6ms" # guessed\n'],
  ['two values of one line', 'workload: { cpu_time: 1ms, wait_time: 8ms } # both\n', [{ ...cpu, ...at(1, 23) }, { ...wait, ...at(1, 39) }], 'workload: { cpu_time: 1.6ms, wait_time: 10ms } # both\n'],
  ['a value of a component, and a new field', 'workload:\n    kind: web\ncomponents:\n  - name: api\n    workload: { cpu_time: 1ms }\n', [{ ...cpu, ...at(5, 27) }, wait], 'workload:\n    wait_time: 10ms\n    kind: web\ncomponents:\n  - name: api\n    workload: { cpu_time: 1.6ms }\n'],
  ['a new field stands beside the other time', 'workload: # what requests cost\n  cpu_time: 1ms\n  # of the database\n  query_time: 2ms\n', [wait], 'workload: # what requests cost\n  cpu_time: 1ms\n  wait_time: 10ms\n  # of the database\n  query_time: 2ms\n'],
  ['also at the end of the file', 'workload:\n  cpu_time: 1ms # guessed', [wait], 'workload:\n  cpu_time: 1ms # guessed\n  wait_time: 10ms\n'],
  ['new fields in one line', 'workload: { kind: web }\n', [cpu, wait], 'workload: { cpu_time: 1.6ms, wait_time: 10ms, kind: web }\n'],
  ['no workload yet', '# mine\nextends: small', [cpu, wait], '# mine\nextends: small\n\nworkload:\n  cpu_time: 1.6ms\n  wait_time: 10ms\n'],
  ['an empty workload', 'workload: {}\n', [cpu], 'workload: { cpu_time: 1.6ms }\n'],
  ['a document that says where it ends', 'extends: small\n...\n', [cpu], 'extends: small\n\nworkload:\n  cpu_time: 1.6ms\n...\n'],
  ['a comment at the end', 'extends: small\n# end\n', [cpu], 'extends: small\n# end\n\nworkload:\n  cpu_time: 1.6ms\n'],
  ['lines that end as on Windows', 'workload:\r\n  cpu_time: 1ms # mine\r\n', [{ ...cpu, ...at(2, 13) }, wait], 'workload:\r\n  cpu_time: 1.6ms # mine\r\n  wait_time: 10ms\r\n'],
  ['JSON', '{ "extends": "small", "workload": { "cpu_time": "1ms" } }\n', [{ ...cpu, ...at(1, 49) }, wait], '{ "extends": "small", "workload": { "wait_time": "10ms", "cpu_time": "1.6ms" } }\n'],
  ['JSON without workload', '{ "extends": "small" }\n', [cpu], '{ "workload": { "cpu_time": "1.6ms" }, "extends": "small" }\n'],
])('%s', (_, before, statements, after) => {
  expect(restated(before, statements, 'shop.yaml')).toBe(after);
});

test('a workload that others share is not edited', () => {
  expect(() => restated('x-w: &w { kind: web }\nworkload: *w\n', [cpu], 'shop.yaml')).toThrow('shop.yaml:2:1: workload is not written as a mapping of its own\n  write it there: workload: { cpu_time: 1.6ms }');
});
