import { describe, expect, test } from 'vitest';
import { calibrate } from '../../src/calibrate/calibrate.ts';
import { workerMemory } from '../../src/calibrate/memory.ts';
import { valuesOf } from '../../src/calibrate/values.ts';
import { loadText } from '../../src/load.ts';
import { MiB } from '../../src/model/value.ts';
import { size } from '../../src/size.ts';
import type { BenchReport, Phase } from '../../src/bench/report.ts';
import { samplePhase, sampleReport } from '../reporters/bench-sample.ts';

const holding = (bytes: number, rate: number, more: object = {}): Phase => ({ ...samplePhase({ rate, seconds: 20, ...more }), name: `${rate}/s`, server: { cpuSeconds: { api: rate * 0.05 }, memory: {}, process: { api: bytes } } });
const report = (...phases: readonly Phase[]): BenchReport => sampleReport([], { phases });

describe('memory of a worker', () => {
  test('is the most of all valid phases', () => {
    expect(workerMemory(report(holding(70 * MiB, 100), holding(90.4 * MiB, 200), holding(900 * MiB, 300, { refused: 0.5 })), 'api')).toEqual({ found: { value: 90.4 * MiB, from: '95th percentile of the largest process, 90.4 MiB in 200/s, the most of 2 phases' } });
  });

  test('is refused where nobody looked', () => {
    expect(workerMemory(report(samplePhase({ rate: 100, seconds: 20 })), 'api')).toEqual({ refused: 'no valid phase tells the memory of a process of api: gen bench --start looks at it' });
  });

  test('is stated for Python in whole MiB, and only there', () => {
    const text = 'name: sample\nmachine: { cpu: 4, memory: 8GiB }\ncomponents:\n  - { name: api, kind: KIND }\n  - name: db\n';
    const stated = (kind: string) => {
      const profile = loadText(text.replace('KIND', kind), 'sample.yaml');
      const measured = { ...report(holding(90.4 * MiB, 100), holding(90.4 * MiB, 200)), profile: 'sample' };
      return valuesOf(calibrate(measured, size(profile)), profile, 'sample.yaml').filter(({ key }) => key === 'worker_memory');
    };
    expect(stated('gunicorn')).toMatchObject([{ id: 'workload.worker_memory', key: 'worker_memory', text: '91MiB' }]);
    expect(stated('node')).toEqual([]);
  });
});
