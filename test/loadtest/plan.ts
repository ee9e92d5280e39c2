import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Scenario } from '../../src/model/scenario.ts';
import type { RenderedFile } from '../../src/model/target.ts';
import type { Stack } from '../../src/model/stack.ts';
import type { Value } from '../../src/model/value.ts';
import { size } from '../../src/size.ts';
import { loadtestFiles } from '../../src/targets/loadtest.ts';
import { stackOf } from '../targets/stacks.ts';

/** Three requests that differ in all that a request can. */
export const SCENARIO: Scenario = [
  { name: 'item', method: 'GET', path: '/items/{1..9}?q=it\'s%20{5..5}', weight: 60 },
  { name: 'new-item', method: 'POST', path: '/items', weight: 30, headers: { 'content-type': 'application/json', 'x-kind': 'a "b" \\c' }, body: '{"name":"é {7..7}","list":["{1..3}"]}\n' },
  { name: 'gone', method: 'DELETE', path: '/items/0', weight: 10 },
];

/** Targets that any machine meets, at a rate that no machine minds. */
const EASY: Readonly<Record<string, Value>> = {
  'targets.rps': 40, 'targets.p50': 20_000, 'targets.p95': 20_000, 'targets.users': 10, 'targets.success': 0.99,
  'scenario.in_flight': 20, 'scenario.most_in_flight': 80, 'scenario.warm_up': 1000, 'scenario.duration': 2000, 'scenario.least_rate': 0.3, 'scenario.threads': 1,
};

/** A plan of a small load; `settings` state what is different. */
export const loadPlan = (settings: Readonly<Record<string, Value>> = {}, scenario: Scenario = SCENARIO): Stack => size({ ...stackOf({ settings: { ...EASY, ...settings } }), scenario });

/** Runs `use` in a new folder with the load tests of a plan, and removes it. */
export async function withLoadtest<T>(plan: Stack, use: (folder: string, files: readonly RenderedFile[]) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-loadtest-'));
  try {
    const files = loadtestFiles(plan);
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await use(join(folder, 'loadtest'), files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
