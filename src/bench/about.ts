import { cpus, release, totalmem, type } from 'node:os';
import { inPlan } from '../model/input.ts';
import { need, partValue, valueOf } from '../model/lookup.ts';
import { part, type Component, type Stack } from '../model/stack.ts';
import { isAnswering } from '../model/who.ts';
import type { Setting } from '../model/setting.ts';
import { processes } from '../rules/application/inputs.ts';
import { capacity, replicas } from '../settings/component.ts';
import * as profile from '../settings/profile.ts';
import { cpu_time, wait_time } from '../settings/workload.ts';
import type { BenchReport } from './report.ts';

/** What a plan promises: the targets that a run is judged by. */
export function targetsOf(plan: Stack): BenchReport['targets'] {
  const of = (setting: Setting<number>): number => need(plan, part('targets'), setting);
  return { rps: of(profile.rps), p50: of(profile.p50), p95: of(profile.p95), success: of(profile.success), users: of(profile.users) };
}

/** The name that clients ask for; nothing where any will do. */
export function siteOf(plan: Stack): string | undefined {
  const site = partValue(plan, profile.domain);
  return site === '_' ? undefined : site;
}

/** What a plan expects of its applications, to be compared with what is measured. */
export function expectationsOf(plan: Stack): BenchReport['plan'] {
  const applications = plan.components.filter(isAnswering);
  const each = (of: (application: Component) => number | undefined): Readonly<Record<string, number>> =>
    Object.fromEntries(applications.flatMap((application) => {
      const value = of(application);
      return value === undefined ? [] : [[application.name, value]];
    }));
  return {
    capacity: each((application) => valueOf(plan, application, capacity)),
    workers: each((application) => (inPlan(plan, application, processes) ?? 1) * (valueOf(plan, application, replicas) ?? 1)),
    cpuTime: need(plan, part('workload'), cpu_time),
    waitTime: need(plan, part('workload'), wait_time),
  };
}

/** The machine that measured. */
export function measuringMachine(): BenchReport['machine'] {
  const all = cpus();
  return { cpus: all.length, model: all[0]?.model.trim() ?? 'unknown', memory: totalmem(), node: process.version, system: `${type()} ${release()}` };
}
