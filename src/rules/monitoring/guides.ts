/** The thresholds at which a guide alerts: milliseconds, and shares from 0 to 1. */
export interface Guide {
  readonly latency: number;
  readonly errors: number;
  readonly cpu: number;
  readonly memory: number;
  readonly pool: number;
  /** Share of its memory at which the guide starts further instances. */
  readonly scaleAtMemory?: number;
}

/** The guides whose thresholds a profile may ask for (`monitoring.thresholds`), by name. */
export const GUIDES: Readonly<Record<string, Guide>> = {
  // ViolentUTF API: p95 > 200 ms, errors > 1 %, CPU > 80 %, memory > 90 %, pool exhaustion.
  violentutf: { latency: 200, errors: 0.01, cpu: 0.8, memory: 0.9, pool: 1 },
  // JewGo, when to scale: response > 2 s, errors > 2 %, CPU > 70 %, memory > 80 %, pool > 80 %.
  jewgo: { latency: 2000, errors: 0.02, cpu: 0.7, memory: 0.8, pool: 0.8, scaleAtMemory: 0.8 },
};
