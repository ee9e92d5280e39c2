import { structure, type Input } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import type { Setting } from '../../model/setting.ts';
import { clamp, CORE, GiB, MiB } from '../../model/value.ts';
import * as cluster from '../../settings/cluster.ts';
import { podsAtOnce, USUAL_DISK, type AtOnce, type Given } from './at-once.ts';

const ON = ['cluster'];
const SOURCE = 'kubernetes.io, limit ranges; Trivy KSV-0039 asks for all four bounds';
const BECAUSE = 'No container is larger than the largest of the plan; one that states nothing, such as a job\'s, is given what a small job works with.';

/** Which bound of the LimitRange. */
const BOUND: Input<string> = structure((_, __, subject) => subject ?? '');

/** What a container is given that states nothing, and the least that one may ask for. */
interface Usual {
  readonly limit: number;
  readonly request: number;
  readonly least: number;
}

const CPU: Usual = { limit: CORE / 2, request: 100, least: 10 };
const MEMORY: Usual = { limit: 512 * MiB, request: 128 * MiB, least: 16 * MiB };
const DISK: Usual = { ...USUAL_DISK, least: MiB };

/** A bound that the containers of the plan are within: `min` <= `defaultRequest` <= `default` <= `max`. */
function bounded(bound: string, pods: readonly AtOnce[], of: keyof Given, usual: Usual): number | undefined {
  const amounts = pods.flatMap(({ containers }) => containers.map((container) => container[of]));
  if (amounts.length === 0) return undefined;
  const most = Math.max(...amounts.map(({ limit }) => limit));
  const least = Math.min(usual.least, ...amounts.map(({ request }) => request));
  if (bound === 'max') return most;
  if (bound === 'min') return least;
  return clamp(bound === 'default' ? usual.limit : usual.request, least, most);
}

/** The rule of one resource. */
const limited = (sizes: Setting<number>, of: keyof Given, usual: Usual, examples: readonly { readonly given: { readonly bound: string; readonly pods: readonly AtOnce[] }; readonly gives: number }[]): Rule =>
  defineRule({ sizes, on: ON, from: { bound: BOUND, pods: podsAtOnce }, value: ({ bound, pods }) => bounded(bound, pods, of, usual), because: BECAUSE, source: SOURCE, examples });

/** A record of the examples. */
function pod(cpu: number, memory: number): AtOnce {
  const whole = (amount: number): Given['cpu'] => ({ request: amount, limit: amount });
  return { of: 'api', most: 1, containers: [{ cpu: whole(cpu), memory: whole(memory), disk: whole(256 * MiB) }], volumes: [] };
}

/** What one container of the namespace may take. */
export const limitRangeRules: readonly Rule[] = [
  limited(cluster.limit_cpu, 'cpu', CPU, [
    { given: { bound: 'max', pods: [pod(2000, GiB), pod(250, 64 * MiB)] }, gives: 2000 },
    { given: { bound: 'default', pods: [pod(2000, GiB), pod(250, 64 * MiB)] }, gives: 500 },
    { given: { bound: 'defaultRequest', pods: [pod(50, 64 * MiB)] }, gives: 50 },
  ]),
  limited(cluster.limit_memory, 'memory', MEMORY, [
    { given: { bound: 'max', pods: [pod(2000, GiB), pod(250, 64 * MiB)] }, gives: GiB },
    { given: { bound: 'min', pods: [pod(2000, GiB)] }, gives: 16 * MiB },
  ]),
  limited(cluster.limit_ephemeral_storage, 'disk', DISK, [{ given: { bound: 'default', pods: [pod(2000, GiB)] }, gives: 256 * MiB }]),
];
