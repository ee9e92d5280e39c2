import { defineCheck, type Breach } from '../model/check.ts';
import { stated, type Input } from '../model/input.ts';
import * as gunicorn from '../settings/gunicorn.ts';
import { countsConnections, effectiveClass } from './serving.ts';
import { sides } from './wiring.ts';
import type { Entry } from '../model/entry.ts';
import { entryOf } from '../model/lookup.ts';

/** A number that somebody wrote, and where. */
interface Written {
  readonly value: number;
  readonly entry?: Entry;
}

const written = (setting: typeof gunicorn.threads): Input<Written | undefined> => ({
  read: (scope) => {
    const reading = stated(setting).read(scope);
    const entry = entryOf(scope.stack, scope.component, setting);
    return reading.found && reading.value !== undefined ? { ...reading, value: { value: reading.value, ...(entry === undefined ? {} : { entry }) } } : { found: true, value: undefined, entries: [] };
  },
});

/** The last part of a worker class: `uvicorn_worker.UvicornWorker` is UvicornWorker. */
const shortName = (workerClass: string): string => workerClass.split(/[.#]/).at(-1) ?? workerClass;

/** Numbers of gunicorn that the class of its workers never looks at. */
export const settingWithoutEffect = defineCheck({
  id: 'setting-without-effect',
  severity: 'note',
  confidence: 'certain',
  on: ['gunicorn'],
  reads: { workerClass: effectiveClass, connections: written(gunicorn.worker_connections), threads: written(gunicorn.threads) },
  broken: ({ workerClass, connections, threads }): readonly Breach[] => {
    const name = shortName(workerClass);
    return [
      ...(connections === undefined || countsConnections(workerClass) ? [] : [{ message: `${name} workers do not count connections: worker_connections ${connections.value} limits nothing`, ...at(connections) }]),
      ...(threads === undefined || threads.value <= 1 || gunicorn.styleOf(workerClass, 1) === 'threads' ? [] : [{ message: `${name} workers answer in one thread: threads ${threads.value} adds none`, ...at(threads) }]),
    ];
  },
  why: 'Capacity that was reckoned with these numbers is not there, and a limit that was meant to protect the worker does not hold.',
  fix: 'take the line out. What limits an ASGI worker is limit_concurrency of uvicorn (CONFIG_KWARGS of a subclass of its worker); threads are of gthread, connections of gthread and gevent.',
  source: 'gunicorn 27: workers/sync.py, base_async.py, gthread.py, gasgi.py (which keeps the number and never compares it); uvicorn-worker 0.4 hands neither on',
  examples: {
    holds: [
      { workerClass: 'gevent', connections: { value: 2000 }, threads: undefined },
      { workerClass: 'gthread', connections: { value: 1000 }, threads: { value: 4 } },
      { workerClass: 'uvicorn_worker.UvicornWorker', connections: undefined, threads: { value: 1 } },
    ],
    breaks: [
      { workerClass: 'uvicorn_worker.UvicornWorker', connections: { value: 1000 }, threads: undefined },
      { workerClass: 'asgi', connections: { value: 1000 }, threads: undefined },
      { workerClass: 'sync', connections: { value: 2000 }, threads: undefined },
      { workerClass: 'gevent', connections: undefined, threads: { value: 4 } },
    ],
  },
});

const at = ({ entry }: Written): Pick<Breach, 'entries'> => (entry === undefined ? {} : { entries: sides(entry) });
