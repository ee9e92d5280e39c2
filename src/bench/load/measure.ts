import { performance } from 'node:perf_hooks';
import type { Phase } from '../report.ts';
import type { PhaseSpec } from '../spec.ts';
import { evenArrivals, poissonArrivals } from './arrivals.ts';
import { watch } from './health.ts';
import { closedLoop, openLoop, type Clock } from './loops.ts';
import { randomFrom } from './random.ts';
import { recorder } from './recorder.ts';
import { requestMaker } from './requests.ts';
import { sender } from './sender.ts';
import type { Outcome } from './tally.ts';

/** What a phase tells while it runs, and how it is told to end. */
export interface Course {
  /** The warm-up is over. */
  readonly began?: () => void;
  /** The last request has been sent; answers may be missing. */
  readonly sent?: () => void;
  /** Ends the phase; what was measured until then counts. */
  readonly stop?: AbortSignal;
}

/** Puts load on a server and measures it, in this process: whatever else this process does makes the measurement worse. */
export async function measure(spec: PhaseSpec, course: Course = {}): Promise<Phase> {
  const { load } = spec;
  const random = randomFrom(spec.seed);
  const connections = load.kind === 'closed' ? load.concurrency : spec.connections;
  const began = performance.now();
  const now = (): number => performance.now() - began;
  const clock: Clock = { now, end: 1000 * (spec.warmUpSeconds + spec.seconds), stopped: () => course.stop?.aborted === true };
  const wire = sender(spec, connections);
  const nextRequest = requestMaker({ ...spec, random });
  const record = recorder(spec);
  const health = watch(load.kind);

  const send = (intended: number, settle: (outcome: Outcome) => void): void => {
    const request = nextRequest();
    const sent = now();
    const before = wire.inFlight();
    const done = (outcome: Outcome): void => {
      record.add({ request: request.index, intended, sent, done: now(), inFlight: Math.min(connections, before + 1), outcome });
      settle(outcome);
    };
    if (load.kind === 'rate') health.late(sent - intended);
    if (before >= connections) done({ kind: 'unsent' });
    else wire.send(request, done);
  };

  const warm = setTimeout(() => {
    health.begin();
    course.began?.();
  }, 1000 * spec.warmUpSeconds);
  if (load.kind === 'closed') await closedLoop(clock, load.concurrency, send);
  else await openLoop(clock, load.arrivals === 'even' ? evenArrivals(load.rate) : poissonArrivals(load.rate, random), (intended) => send(intended, () => undefined));
  clearTimeout(warm);
  if (clock.stopped()) record.cut(now());
  course.sent?.();
  const generator = health.judged();
  await wire.answered();
  await wire.close();
  return {
    name: spec.name, kind: load.kind, purpose: spec.purpose,
    ...(load.kind === 'rate' ? { rate: load.rate } : { concurrency: load.concurrency }),
    warmUpSeconds: spec.warmUpSeconds, ...record.figures(), generator,
  };
}
