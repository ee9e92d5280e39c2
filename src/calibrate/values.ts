import { showValue } from '../formats/quantity.ts';
import { entryId, showPosition, type Position } from '../model/entry.ts';
import { fail } from '../model/problem.ts';
import type { Setting } from '../model/setting.ts';
import { part, type Stack } from '../model/stack.ts';
import { ceilTo, MiB } from '../model/value.ts';
import { cpu_time, wait_time, worker_memory } from '../settings/workload.ts';
import type { Calibration } from './calibrate.ts';
import { isFound, type Attempt, type Estimate } from './estimate.ts';
import type { Statement } from './state.ts';

/** A measured value as a profile states it. */
export interface Measured extends Statement {
  /** The id of the entry that it states. */
  readonly id: string;
  readonly estimate: Estimate;
}

/** More digits than these are noise. */
const DIGITS = 3;

/** What was found, and where the profile is to state them. `main` is the file that may be edited. */
export function valuesOf({ application, cpuTime, waitTime, workerMemory }: Calibration, profile: Stack, main?: string): readonly Measured[] {
  const of = (setting: Setting<number>, attempt: Attempt<Estimate>): readonly Measured[] => {
    if (!isFound(attempt)) return [];
    const text = spelled(attempt.found.value, setting);
    const own = profile.entries.get(entryId(application, setting));
    const shared = profile.entries.get(entryId(part(setting.kind), setting));
    const entry = own ?? shared;
    const at = entry?.origin.from === 'stated' ? entry.origin.at : undefined;
    if (own !== undefined && at !== undefined && at.file !== main) return refuse(own.id, text, at);
    return [{ id: own?.id ?? entryId(part(setting.kind), setting), key: setting.name, text, estimate: attempt.found, ...(at !== undefined && at.file === main ? { at: { line: at.line, column: at.column } } : {}) }];
  };
  return [...of(cpu_time, cpuTime), ...of(wait_time, waitTime), ...(workerMemory === undefined ? [] : of(worker_memory, workerMemory))];
}

/** A measured value as a profile takes it: times with three digits, memory in whole MiB, rounded up. */
const spelled = (value: number, { min = 0, max = Infinity, unit }: Setting<number>): string =>
  showValue(Math.min(max, Math.max(min, unit === 'bytes' ? ceilTo(value, MiB) : Number(value.toPrecision(DIGITS)))), unit);

/** What a base states of the component itself cannot be overruled by a field of the whole profile. */
const refuse = (id: string, text: string, at: Position): never => fail(`${id} is stated in ${showPosition(at)}, which the profile extends`, undefined, `state it in the profile itself: settings: { ${id}: ${text} }`);
