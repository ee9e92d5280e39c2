import { expect, it } from 'vitest';
import { calibrate } from '../../src/calibrate/calibrate.ts';
import { loadProfile } from '../../src/load.ts';
import { builtInDirectory } from '../../src/package.ts';
import { showHeldBack } from '../../src/reporters/calibration.ts';
import { size } from '../../src/size.ts';
import { sampleReport, type SamplePhase } from './bench-sample.ts';

const plan = (...sets: readonly string[]) => size(loadProfile({ profile: 'small', sets, builtInDirectory, cwd: import.meta.dirname }));
const PHASES: readonly SamplePhase[] = [{ rate: 100 }, { rate: 300 }, { concurrency: 1 }, { concurrency: 8 }];

it('says that the application was held back where the plan expects more than was reached', () => {
  const report = { ...sampleReport(PHASES, { stack: { run: 'started', limits: 'cgroup v2', at: 'api', copies: 1 } }), saturation: { throughput: 420, concurrency: 8 } };
  const calibration = calibrate(report, plan());
  expect(showHeldBack(calibration, report, plan()).join('\n')).toMatch(/^but 420\/s were all that was answered as fast as 8 connections could ask.*:\n {2}something other than the CPU of api held it back, and this plan does not know of it$/);
  expect(showHeldBack(calibration, report, plan('workload.cpu_time=3ms'))).toEqual([]);
  expect(showHeldBack({ ...calibration, loaded: 'proxy' }, report, plan())).toEqual([]);
});
