import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Pressure } from './config.ts';
import { brokenLimit, nextShare, type Reason, type Sample } from './shedding.ts';

/** Milliseconds between two looks at the event loop's delay. */
const RESOLUTION = 10;

/** How loaded this process is. */
export interface PressureGauge {
  /** Why the next request should be shed, or nothing. */
  readonly refusal: () => Reason | undefined;
  /** A request begins; returns what to call when it ends. */
  readonly enter: () => () => void;
  readonly inFlight: () => number;
  readonly latest: () => Sample;
  readonly stop: () => void;
}

/** Watches this process, each `sampleInterval` by itself. */
export function watchPressure(limits: Pressure): PressureGauge {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  let before = performance.eventLoopUtilization();
  let latest: Sample = { delay: 0, utilization: 0, heapUsed: 0, rss: 0 };
  let broken: ReturnType<typeof brokenLimit>;
  let share = 0;
  let owed = 0;
  let inFlight = 0;

  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const { heapUsed, rss } = process.memoryUsage();
    latest = { delay: delays.count === 0 ? 0 : Math.max(0, delays.mean / 1e6 - RESOLUTION), utilization, heapUsed, rss };
    delays.reset();
    const found = brokenLimit(latest, limits);
    broken = found ?? broken;
    share = nextShare(share, found);
  }, limits.sampleInterval);
  timer.unref();

  return {
    refusal() {
      if (inFlight >= limits.maxInFlight) return 'in_flight';
      if (share === 0) return undefined;
      owed += share;
      if (owed < 1) return undefined;
      owed -= 1;
      return broken;
    },
    enter() {
      inFlight += 1;
      return () => { inFlight -= 1; };
    },
    inFlight: () => inFlight,
    latest: () => latest,
    stop() {
      clearInterval(timer);
      delays.disable();
    },
  };
}
