import { runPhase } from '../../../src/bench/generator.ts';
import type { Phase } from '../../../src/bench/report.ts';
import type { StackEffort } from '../effort.ts';
import type { Figures } from '../model.ts';
import type { RunningStack } from './running.ts';

/** Clients that the load names; each has its own rate limit. */
const CLIENTS = 200;

/** Puts load on a stack by the clock, at random times (Poisson). */
export async function putLoad(stack: RunningStack, rate: number, { seconds, warmUp }: Pick<StackEffort, 'seconds' | 'warmUp'>, seed: number): Promise<Figures> {
  const before = stack.refusedByDatabase();
  const phase = await runPhase({
    name: stack.variant.id, purpose: 'step', url: stack.url, scenario: stack.scenario, load: { kind: 'rate', rate, arrivals: 'poisson' },
    seconds, warmUpSeconds: warmUp, clients: CLIENTS, connections: 1000, timeout: 10_000, seed,
  });
  return figuresOf(rate, phase, stack.refusedByDatabase() - before);
}

function figuresOf(rate: number, { seconds, latency, counts, generator }: Phase, refusedByDatabase: number): Figures {
  const refused = counts.errors['ECONNREFUSED'] ?? 0;
  const success = counts.succeeded / counts.intended;
  return {
    // Random arrivals are a few more or less than the rate: what counts is the share that was answered well.
    throughput: rate * success, success,
    seconds, p50: latency.p50, p95: latency.p95, p99: latency.p99,
    failed: counts.failed - refused, shed: counts.refused, refused: refused + refusedByDatabase,
    ...(!generator.valid && { note: 'the load generator lagged in some rounds: latencies are greater than they should be' }),
  };
}
