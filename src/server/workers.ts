import cluster, { type Worker } from 'node:cluster';
import { EventEmitter } from 'node:events';
import type { Processes } from './config.ts';
import type { Logger } from './log.ts';
import { hearWorkers, tellWorker } from './messages.ts';
import { judgeDeath, NO_DEATHS } from './restarts.ts';

/** Names the number of a worker to it. */
export const WORKER_VARIABLE = 'PLUMBLINE_WORKER';

/** The events of `Workers`: one ended, all of them listen for the first time, none is left. */
interface Events { exit: [worker: Worker]; listening: [port: number]; end: [code: number] }

/** The worker processes, which are replaced when they die. */
export interface Workers {
  readonly events: EventEmitter<Events>;
  readonly running: () => readonly Worker[];
  readonly restarts: () => number;
  readonly start: () => void;
  /** Tells all to leave; none is replaced any more. */
  readonly stop: () => void;
  /** Ends all at once. */
  readonly kill: () => void;
}

/** One place for a worker: whoever dies in it is replaced in it. */
interface Place { readonly number: number; worker: Worker | undefined; started: number; listening: boolean; soon: number }

export function superviseWorkers({ workers: count, threadPool }: Processes, log: Logger): Workers {
  const places: readonly Place[] = Array.from({ length: count }, (_, index) => ({ number: index + 1, worker: undefined, started: 0, listening: false, soon: 0 }));
  const events = new EventEmitter<Events>();
  const running = () => places.flatMap(({ worker }) => worker ?? []);
  const told = new Set<string>();
  let { atStart } = NO_DEATHS;
  let restarts = 0;
  let stopping = false;
  let code = 0;

  function fill(place: Place): void {
    const worker = cluster.fork({ UV_THREADPOOL_SIZE: String(threadPool), [WORKER_VARIABLE]: String(place.number) });
    Object.assign(place, { worker, started: performance.now() });
    worker.once('exit', (exitCode, signal) => {
      const { listening } = place;
      Object.assign(place, { worker: undefined, listening: false });
      events.emit('exit', worker);
      if (stopping) leave(exitCode);
      else replace(place, listening, signal ? `was ended by ${signal}` : `ended with ${exitCode}`);
    });
  }

  function replace(place: Place, listened: boolean, how: string): void {
    const death = { listened, othersListen: places.some(({ listening }) => listening), lived: performance.now() - place.started };
    const { deaths, next } = judgeDeath({ soon: place.soon, atStart }, death);
    place.soon = deaths.soon;
    atStart = deaths.atStart;
    if (next === 'give up') {
      log.fatal(`worker ${place.number} ${how} before it listened, like those before it: giving up`);
      return kill();
    }
    log.warn({ worker: place.number }, `worker ${place.number} ${how}: starting another in ${next.wait} ms`);
    setTimeout(() => {
      if (stopping) return;
      restarts += 1;
      fill(place);
    }, next.wait);
  }

  function leave(exitCode: number): void {
    if (exitCode !== 0) code = 1;
    if (running().length === 0) events.emit('end', code);
  }

  function kill(): void {
    stopping = true;
    for (const worker of running()) worker.process.kill('SIGKILL');
    events.emit('end', 1);
  }

  hearWorkers((worker, message) => {
    const place = places.find((each) => each.worker === worker);
    if (place === undefined) return;
    if (message.plumbline === 'listening') {
      place.listening = true;
      atStart = 0;
      if (places.every(({ listening }) => listening)) events.emit('listening', message.port);
    }
    // The same error of each worker, and of each new attempt, is told once.
    if (message.plumbline === 'failed' && !told.has(message.error)) {
      told.add(message.error);
      log.fatal(message.error);
    }
  });

  return {
    events, running, kill,
    restarts: () => restarts,
    start: () => { places.forEach(fill); },
    stop() {
      stopping = true;
      if (running().length === 0) events.emit('end', 0);
      for (const worker of running()) tellWorker(worker, { plumbline: 'stop' });
    },
  };
}
