import { loadProfile } from '../load.ts';
import { check } from '../check.ts';
import { builtInDirectory } from '../package.ts';
import { matters } from '../reporters/findings.ts';
import { capacityJson, showCapacity, type Candidate } from '../reporters/capacity.ts';
import { InputError } from '../model/problem.ts';
import { GiB } from '../model/value.ts';
import { size } from '../size.ts';
import { asFlags } from './flags.ts';
import { json, lines, type ExitCode, type Terminal } from './terminal.ts';

/** The flags of `gen size`, as they were typed. */
export interface SizeOptions {
  readonly rps: string;
  readonly p95?: string;
  readonly cpuTime?: string;
  readonly wait?: string;
  readonly queries?: string;
  readonly queryTime?: string;
  readonly format: 'text' | 'json';
}

const BUILT_IN = ['small', 'medium', 'large'];
/** The profile whose other values a custom machine takes. */
const BASE = 'medium';
const MEMORY_PER_CORE = 2 * GiB;
const LARGEST = 64;

/** `gen size --rps N`: the built-in profiles and the smallest machine that carry a load. Exit code 1 when nothing does. */
export function sizeCommand(options: SizeOptions, terminal: Terminal): ExitCode {
  const sets = setsOf(options);
  const attempt = (profile: string, cores?: number): Candidate => {
    const machine = cores === undefined ? [] : [`machine.cpu=${cores}`, `machine.memory=${(cores * MEMORY_PER_CORE) / GiB}GiB`];
    const stack = asFlags(FLAGS, () => loadProfile({ profile, sets: [...sets, ...machine], builtInDirectory, cwd: terminal.cwd }));
    return judged(cores === undefined ? profile : cores === 1 ? '1 core' : `${cores} cores`, () => size(stack));
  };
  const builtIn = BUILT_IN.map((name) => attempt(name));
  const custom = smallest((cores) => attempt(BASE, cores));
  const found = { builtIn, custom };
  terminal.out(options.format === 'json' ? json(capacityJson(found)) : lines(showCapacity(found, terminal.outStyle)));
  return [...builtIn, custom].some((candidate) => candidate.carries) ? 0 : 1;
}

/** The fields of a profile that the flags state, with the flag of each. */
const FIELDS = {
  rps: ['targets.rps', '--rps'],
  p95: ['targets.p95', '--p95'],
  cpuTime: ['workload.cpu_time', '--cpu-time'],
  wait: ['workload.wait_time', '--wait'],
  queries: ['workload.queries_per_request', '--queries'],
  queryTime: ['workload.query_time', '--query-time'],
} as const;

const FLAGS = Object.fromEntries(Object.values(FIELDS));

const setsOf = (options: SizeOptions): readonly string[] =>
  (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).flatMap((name) => (options[name] === undefined ? [] : [`${FIELDS[name][0]}=${options[name]}`]));

/** Sizes and checks a candidate; a machine that is too small carries nothing. */
function judged(name: string, plan: () => ReturnType<typeof size>): Candidate {
  try {
    const sized = plan();
    const findings = check(sized).findings;
    const failing = findings.find((finding) => finding.check === 'target-exceeds-capacity') ?? findings.find((finding) => finding.severity === 'error');
    return failing === undefined ? { name, plan: sized, carries: !matters(findings), ...(findings[0] === undefined ? {} : { because: findings[0].message }) } : { name, plan: sized, carries: false, because: failing.message };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { name, carries: false, because: error.problems[0]?.message ?? error.message };
  }
}

/** The smallest number of cores that carries the load, doubled until it does and then halved in on; the largest when none does. */
function smallest(attempt: (cores: number) => Candidate): Candidate {
  let low = 0;
  let high = 1;
  let found = attempt(high);
  while (!found.carries && high < LARGEST) {
    low = high;
    high *= 2;
    found = attempt(high);
  }
  while (found.carries && high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const candidate = attempt(middle);
    if (candidate.carries) {
      high = middle;
      found = candidate;
    } else low = middle;
  }
  return found;
}
