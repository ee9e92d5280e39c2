import { loadedApplication, loadedOf } from '../bench/loaded.ts';
import type { BenchReport } from '../bench/report.ts';
import { need } from '../model/lookup.ts';
import { fail } from '../model/problem.ts';
import { plainly, quoted } from '../model/quote.ts';
import { clientsOf, type Component, type Stack } from '../model/stack.ts';
import { CORE } from '../model/value.ts';
import { isAnswering, isPython } from '../model/who.ts';
import { processesOf } from '../settings/processes.ts';
import * as c from '../settings/component.ts';
import { cpu_limit } from '../settings/container.ts';
import { cpuFromSaturation, cpuFromUse } from './cpu.ts';
import { isFound, type Attempt, type Estimate } from './estimate.ts';
import { workerMemory } from './memory.ts';
import { usable } from './phases.ts';
import { scalabilityOf, type Scalability } from './scalability.ts';
import { waitTime, type Spent } from './wait.ts';

/** What a report tells of the requests of an application, times in milliseconds. */
export interface Calibration {
  readonly application: Component;
  /** What the load was put on, where that is known. */
  readonly loaded?: string | undefined;
  readonly phases: { readonly all: number; readonly used: number };
  readonly cpuTime: Attempt<Estimate>;
  readonly waitTime: Attempt<Estimate>;
  /** Bytes; only of Python, whose processes are counted by it. */
  readonly workerMemory?: Attempt<Estimate>;
  readonly scalability: Attempt<Scalability>;
}

/** Fits what a plan assumes of its requests to what was measured. Throws an `InputError` where the report is of another profile. */
export function calibrate(report: BenchReport, plan: Stack): Calibration {
  if (report.profile !== plan.name) fail(`the report is of the profile ${quoted(report.profile)}, not of ${quoted(plan.name)}`, undefined, `name its profile: --profile ${plainly(report.profile)}`);
  const application = onlyApplication(plan);
  const loops = loopsOf(plan, application);
  const watched = report.phases.some(({ server }) => server !== undefined);
  const cpuTime = watched ? cpuFromUse(report, application.name) : cpuFromSaturation(report, loops);
  return {
    application,
    loaded: loadedOf(report),
    phases: { all: report.phases.length, used: usable(report).length },
    cpuTime,
    waitTime: isFound(cpuTime) ? waitTime(report, { application: cpuTime.found.value, ...proxyOf(report, plan, application) }, loops) : { refused: 'it is what a request takes less its CPU time, which is not known' },
    ...(isPython(application) ? { workerMemory: workerMemory(report, application.name) } : {}),
    scalability: scalabilityOf(report),
  };
}

/** The load of a report is that of the whole stack: of several applications nobody knows which one did the work. */
function onlyApplication(plan: Stack): Component {
  const [application, ...others] = plan.components.filter(isAnswering);
  if (application === undefined) return fail(`${plan.name} has no application`, undefined, 'calibrate fits what the requests of an application cost');
  if (others.length > 0) fail(`${plan.name} has ${others.length + 1} applications (${[application, ...others].map(({ name }) => name).join(', ')}): a report does not tell their requests apart`, undefined, 'measure each with a profile of its own, and state workload under the component');
  return application;
}

/** Event loops that can be busy at once, as the plan's capacity counts them. */
const loopsOf = (plan: Stack, application: Component): number => need(plan, application, c.replicas) * Math.min(processesIn(plan, application), need(plan, application, cpu_limit) / CORE);

const processesIn = (plan: Stack, application: Component): number => {
  const setting = processesOf(application);
  return setting === undefined ? 1 : need(plan, application, setting);
};

/** What a proxy spends on a request, where the load came through one. */
function proxyOf(report: BenchReport, plan: Stack, application: Component): Pick<Spent, 'proxy'> {
  const proxy = clientsOf(plan, application).find(({ kind }) => kind === 'nginx');
  if (proxy === undefined || loadedApplication(report) !== undefined) return {};
  const spent = cpuFromUse(report, proxy.name);
  return { proxy: isFound(spent) ? spent.found.value : 'unknown' };
}
