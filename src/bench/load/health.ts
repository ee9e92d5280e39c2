import { performance } from 'node:perf_hooks';
import { showMilliseconds, showShare } from '../../formats/figures.ts';
import type { GeneratorHealth } from '../report.ts';
import { addTime, percentile, timesWith } from './times.ts';

/** Beyond these a run measures the generator, not the server. */
export const LIMITS = {
  /** Milliseconds. Timers of Node come up to 2 ms late on a machine at rest; a request that is sent 5 ms late is one that the server is not to blame for. */
  lagP99: 5,
  /** Share of the time. Above it an event loop has a queue of its own, which answers wait in before they are seen: at 0.8 they wait four times as long as they take. */
  utilization: 0.8,
} as const;

/** Judges the generator by how late it sent and how busy it was. */
export function healthOf(lagP99: number, lagMax: number, utilization: number): GeneratorHealth {
  const reasons = [
    ...(lagP99 > LIMITS.lagP99 ? [`once in a hundred times it was ${showMilliseconds(lagP99)} late or later (limit: ${showMilliseconds(LIMITS.lagP99)})`] : []),
    ...(utilization > LIMITS.utilization ? [`its event loop was busy ${showShare(utilization)} of the time (limit: ${showShare(LIMITS.utilization)})`] : []),
  ];
  return { lagP99, lagMax, utilization, valid: reasons.length === 0, ...(reasons.length === 0 ? {} : { because: reasons.join('; ') }) };
}

/** Watches this process while it puts load on another. */
export interface Watch {
  /** The measurement begins: what was before does not count. */
  readonly begin: () => void;
  /** A request was sent that many milliseconds late. */
  readonly late: (ms: number) => void;
  /** Ends the watch. */
  readonly judged: () => GeneratorHealth;
}

/** Milliseconds between looks at the event loop. */
const LOOK = 10;

/** A watch. A closed loop cannot send late: there a timer tells how late this process is. */
export function watch(kind: 'rate' | 'closed'): Watch {
  const lag = timesWith(3);
  let before = performance.eventLoopUtilization();
  let due = performance.now() + LOOK;
  const look = (): void => {
    addTime(lag, performance.now() - due);
    due = performance.now() + LOOK;
    timer = setTimeout(look, LOOK);
  };
  let timer = kind === 'closed' ? setTimeout(look, LOOK) : undefined;
  return {
    begin: () => {
      lag.reset();
      before = performance.eventLoopUtilization();
    },
    late: (ms) => addTime(lag, ms),
    judged: () => {
      clearTimeout(timer);
      return healthOf(percentile(lag, 99), percentile(lag, 100), performance.eventLoopUtilization(before).utilization);
    },
  };
}
