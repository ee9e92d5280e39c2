import type { Phase } from '../report.ts';
import type { PhaseSpec } from '../spec.ts';
import { seconds } from './seconds.ts';
import { fateOf, tally, type Outcome } from './tally.ts';
import { addTime, latencyOf, timesWith } from './times.ts';

/** One request that has come to its end; times in milliseconds since the phase began. */
export interface Sample {
  /** Which request of the scenario it was. */
  readonly request: number;
  readonly intended: number;
  readonly sent: number;
  readonly done: number;
  readonly inFlight: number;
  readonly outcome: Outcome;
}

/** What a phase measured. */
export type Measured = Pick<Phase, 'seconds' | 'counts' | 'throughput' | 'latency' | 'service' | 'requests' | 'series'>;

/** Takes what became of requests, in bounded memory. */
export interface Recorder {
  readonly add: (sample: Sample) => void;
  /** Ends the measurement early. */
  readonly cut: (at: number) => void;
  readonly figures: () => Measured;
}

/** Seconds after its timeout within which a request has certainly come to its end. */
const SLACK = 5;

/** Measures from the end of the warm-up to the end of the phase, by the time at which requests should have been sent. */
export function recorder({ scenario, warmUpSeconds, seconds: length, timeout }: Pick<PhaseSpec, 'scenario' | 'warmUpSeconds' | 'seconds' | 'timeout'>): Recorder {
  const from = 1000 * warmUpSeconds;
  let until = from + 1000 * length;
  let answered = 0;
  const all = tally();
  const latency = timesWith(3);
  const service = timesWith(3);
  const each = scenario.map(({ name }) => ({ name, tally: tally(), latency: timesWith(3) }));
  const series = seconds();
  return {
    add: ({ request, intended, sent, done, inFlight, outcome }) => {
      if (fateOf(outcome) === 'succeeded' && done >= from && done < until) answered++;
      if (intended < from || intended >= until) return;
      const fate = all.add(outcome);
      each[request]?.tally.add(outcome);
      const second = Math.floor((intended - from) / 1000);
      series.add({ second, fate, latency: done - intended, inFlight });
      series.closeBefore(Math.floor((done - from - timeout) / 1000) - SLACK);
      if (fate !== 'succeeded') return;
      addTime(latency, done - intended);
      addTime(service, done - sent);
      const own = each[request]?.latency;
      if (own !== undefined) addTime(own, done - intended);
    },
    cut: (at) => void (until = Math.min(until, Math.max(from, at))),
    figures: () => {
      const measured = (until - from) / 1000;
      return {
        seconds: measured,
        counts: all.counts(),
        throughput: measured > 0 ? answered / measured : 0,
        latency: latencyOf(latency),
        service: latencyOf(service),
        requests: each.map((one) => ({ name: one.name, counts: one.tally.counts(), latency: latencyOf(one.latency) })),
        series: series.all(),
      };
    },
  };
}
