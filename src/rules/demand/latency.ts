import { clamp, CORE } from '../../model/value.ts';
import type { Bound } from '../../model/rule.ts';
import { USABLE } from './busy.ts';

/** What is known of processes that answer requests; times in milliseconds, `cpu` of one replica. */
export interface Answering {
  readonly replicas: number;
  readonly workers: number;
  readonly cpu: number;
  readonly cpuTime: number;
  readonly wait: number;
  readonly p95: number;
  /** Requests that one process works on at once: threads that compute in turn; unlimited for event loops. */
  readonly slots?: number | undefined;
}

/** Requests a second that the processes of one replica answer within the 95th percentile, each a queue with one server, at 70 % use of the cores and of their threads at most. */
export function answeredByOne({ workers, cpu, cpuTime, wait, p95, slots }: Omit<Answering, 'replicas'>): Bound<number> {
  const loops = Math.min(workers, cpu / CORE);
  // Processes with threads take requests from one queue, and few of them compute at once: more of them than cores slow none down.
  const service = slots === undefined ? (cpuTime * workers) / loops : cpuTime / Math.min(1, cpu / CORE);
  // 20 = 1 / (1 - 0.95): the 95th percentile of an exponential response time is ln(20) times its mean.
  const byLatency = 1 - (Math.log(20) * service) / Math.max(1e-9, p95 - wait);
  const utilisation = Math.max(0, Math.min(USABLE, byLatency));
  const byCpu = (loops * utilisation * 1000) / cpuTime;
  const bySlots = slots === undefined ? Infinity : (workers * slots * 1000 * USABLE) / (cpuTime + wait);
  if (bySlots < byCpu) return { value: bySlots, bound: '70 % of the threads' };
  return { value: byCpu, bound: utilisation === USABLE ? '70 % utilisation' : 'p95' };
}

/** Capacities are given in tenths of a request a second, rounded down. */
const TENTH = 0.1;

/** Replicas that answer a rate when each answers so much; none where one answers nothing within the time asked for. */
export const copiesFor = (rate: number, byOne: number): number => (byOne > 0 ? Math.ceil((rate + TENTH) / byOne) : 0);

/** The same of all replicas, in tenths. */
export function answered({ replicas, ...one }: Answering): Bound<number> {
  const { value, bound } = answeredByOne(one);
  return { value: Math.floor(replicas * value * 10) / 10, bound };
}

/** Requests of one event loop that would take twice the 95th percentile; one more is better told to come back. */
export const mostAtOnce = (v: { readonly p95: number; readonly cpuTime: number; readonly cpu: number; readonly workers: number }): number =>
  clamp(Math.floor((2 * v.p95 * Math.min(1, v.cpu / CORE / v.workers)) / v.cpuTime), 10, 10_000);
