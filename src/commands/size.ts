import { loadProfile } from '../load.ts';
import { check } from '../check.ts';
import { builtInDirectory } from '../package.ts';
import { matters } from '../reporters/findings.ts';
import { capacityJson, showCapacity } from '../reporters/capacity.ts';
import { answerOf, type Candidate, type Capacity } from '../reporters/capacity/candidate.ts';
import { partValue } from '../model/lookup.ts';
import { fail, InputError } from '../model/problem.ts';
import type { Stack } from '../model/stack.ts';
import { PLATFORMS } from '../settings/cluster.ts';
import * as profile from '../settings/profile.ts';
import { size } from '../size.ts';
import { bottleneck } from '../tiers.ts';
import { asFlags } from './flags.ts';
import { runtimeStatements, type Runtime } from './runtime.ts';
import { json, lines, type ExitCode, type Terminal } from './terminal.ts';

/** The flags of `gen size`, as they were typed. */
export interface SizeOptions {
  readonly rps: string;
  readonly p95?: string;
  readonly cpuTime?: string;
  readonly wait?: string;
  readonly queries?: string;
  readonly queryTime?: string;
  readonly topology?: 'machine' | 'cluster';
  readonly platform?: string;
  readonly runtime?: Runtime;
  readonly nodeCpu?: string;
  readonly nodeMemory?: string;
  readonly format: 'text' | 'json';
}

const MACHINES = ['small', 'medium', 'large'];
const CLUSTERS = ['xlarge'];
/** The profiles whose other values a machine of its own and the nodes of a cluster take. */
const BASE = { machine: 'medium', cluster: 'large' } as const;
/** Memory beside each core: twice as much where the database has instances of its own. */
const GIB_PER_CORE = { machine: 2, cluster: 4 } as const;
const LARGEST = 64;
/** The largest rate that a profile states. */
const MOST_RPS = 10_000_000;
/** Nodes that clouds offer, in cores. */
const NODE_CORES = [4, 8, 16, 32, 64];

/**
 * `gen size --rps N`: the built-in profiles and the smallest machine that carry a load, and where no machine does, or a
 * cluster is asked for, the nodes that do. Exit code 1 when nothing does.
 */
export function sizeCommand(options: SizeOptions, terminal: Terminal): ExitCode {
  const stated = statesNodes(options);
  const topology = topologyOf(options);
  const attempt = (trial: Trial, rps = options.rps): Candidate => {
    const sets = [...runtimeStatements(options.runtime), ...setsOf({ ...options, rps }), ...trial.sets];
    return judged(trial, asFlags(FLAGS, () => loadProfile({ profile: trial.profile, sets, builtInDirectory, cwd: terminal.cwd })));
  };
  const machines = topology === 'cluster' ? [] : MACHINES.map(builtInOf).map((trial) => attempt(trial));
  const own = stated || topology === 'machine' || machines.some(({ carries }) => carries) ? [] : CLUSTERS.map(builtInOf);
  const builtIn = [...machines, ...own.map((trial) => attempt(trial))];
  const custom = topology === 'cluster' ? undefined : smallest((cores) => attempt(machineOf(cores)));
  const nodes = topology === 'cluster' || (topology === undefined && custom?.carries === false) ? nodesOf(options) : [];
  const clusters = nodes.map((trial) => attempt(trial));
  const tried: Capacity = { builtIn, clusters, ...(custom === undefined ? {} : { custom }) };
  const answer = answerOf(tried);
  const trial = [...own, ...nodes].find(({ name }) => name === answer?.name);
  const reach = answer?.plan === undefined || trial === undefined ? undefined : reachOf((rps) => attempt(trial, String(rps)), answer.plan);
  const found: Capacity = { ...tried, ...(reach === undefined ? {} : { reach }) };
  terminal.out(options.format === 'json' ? json(capacityJson(found)) : lines(showCapacity(found, terminal.outStyle)));
  return answer === undefined ? 1 : 0;
}

const statesNodes = ({ nodeCpu, nodeMemory }: SizeOptions): boolean => nodeCpu !== undefined || nodeMemory !== undefined;

/** What is asked about, where the flags leave no choice: nodes are those of a cluster, and a plain platform is that of a machine. */
function topologyOf(options: SizeOptions): SizeOptions['topology'] {
  const topology = options.topology ?? (statesNodes(options) ? 'cluster' : undefined);
  if (topology === 'machine' && statesNodes(options)) fail(`${options.nodeCpu === undefined ? '--node-memory' : '--node-cpu'}: nodes are those of a cluster; --topology says machine`, undefined, 'leave one of them out');
  const plain = profile.platform.oneOf?.find((name) => name === options.platform && !PLATFORMS.some((known) => known === name));
  if (plain !== undefined && topology === 'cluster') fail(`--platform: the nodes of a cluster run Kubernetes; ${plain} is none of its platforms`, undefined, `state ${PLATFORMS.join(', ')}, or leave it out`);
  return plain === undefined ? topology : 'machine';
}

/** A profile with what is stated over it. */
interface Trial {
  readonly name: string;
  readonly profile: string;
  readonly sets: readonly string[];
}

/** The fields of a profile that the flags state, with the flag of each. */
const FIELDS = {
  rps: ['targets.rps', '--rps'],
  p95: ['targets.p95', '--p95'],
  cpuTime: ['workload.cpu_time', '--cpu-time'],
  wait: ['workload.wait_time', '--wait'],
  queries: ['workload.queries_per_request', '--queries'],
  queryTime: ['workload.query_time', '--query-time'],
  platform: ['machine.platform', '--platform'],
} as const;

const FLAGS = { ...Object.fromEntries(Object.values(FIELDS)), 'machine.cpu': '--node-cpu', 'machine.memory': '--node-memory' };

const setsOf = (options: SizeOptions): readonly string[] =>
  (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).flatMap((name) => (options[name] === undefined ? [] : [`${FIELDS[name][0]}=${options[name]}`]));

const machineOf = (cores: number): Trial => ({ name: cores === 1 ? '1 core' : `${cores} cores`, profile: BASE.machine, sets: [`machine.cpu=${cores}`, `machine.memory=${cores * GIB_PER_CORE.machine}GiB`] });

const builtInOf = (name: string): Trial => ({ name, profile: name, sets: [] });

/** The nodes that are tried: those asked for, or the usual sizes. */
const nodesOf = ({ nodeCpu, nodeMemory }: SizeOptions): readonly Trial[] =>
  (nodeCpu === undefined ? NODE_CORES.map(String) : [nodeCpu]).map((cpu) => ({
    name: `nodes of ${cpu} cores`,
    profile: BASE.cluster,
    sets: ['topology=cluster', `machine.cpu=${cpu}`, `machine.memory=${nodeMemory ?? `${(Number(cpu) || 1) * GIB_PER_CORE.cluster}GiB`}`],
  }));

/** Sizes and checks a candidate; a machine that is too small carries nothing. */
function judged({ name }: Trial, stack: Stack): Candidate {
  try {
    const plan = size(stack);
    const findings = check(plan).findings;
    const short = findings.filter((finding) => finding.check === 'target-exceeds-capacity');
    const failing = short.find((finding) => finding.component === bottleneck(plan)?.tier.component.name) ?? short[0] ?? findings.find((finding) => finding.severity === 'error');
    if (failing !== undefined) return { name, plan, carries: false, because: failing.message };
    return { name, plan, carries: !matters(findings), ...(findings[0] === undefined ? {} : { because: findings[0].message }) };
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

/** The largest rate for which a cluster of the same nodes can be sized with every tier in its comfort, to a twentieth, and which tier ends it. */
function reachOf(attempt: (rps: number) => Candidate, plan: Stack): Capacity['reach'] {
  const comfortable = (rps: number): boolean => {
    const { carries, plan: sized } = attempt(rps);
    return carries && sized !== undefined && (bottleneck(sized)?.rate ?? 0) >= rps;
  };
  let low = partValue(plan, profile.rps) ?? 1;
  let high = 2 * low;
  while (high < MOST_RPS && comfortable(high)) [low, high] = [high, 2 * high];
  while (high > 1.05 * low) {
    const middle = Math.round((low + high) / 2);
    if (comfortable(middle)) low = middle;
    else high = middle;
  }
  const beyond = attempt(high).plan;
  const short = beyond === undefined ? undefined : bottleneck(beyond);
  return short === undefined ? undefined : { rate: low, component: short.tier.component };
}
