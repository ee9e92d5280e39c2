import { byKind, mapped, optional, own, readAll, stated, structure, type Input } from '../../model/input.ts';
import * as c from '../../settings/component.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import { statedProcesses } from '../application/inputs.ts';

const LOOP = structure((): gunicorn.Style => 'loop');

/** How one process of an application answers; a worker of a queue counts as a loop. */
export const style: Input<gunicorn.Style> = byKind({
  node: LOOP, next: LOOP, uvicorn: LOOP, python: LOOP,
  gunicorn: mapped({ read: (scope) => readAll(scope, { class: own(gunicorn.worker_class), threads: stated(gunicorn.threads) }) }, (own_) => gunicorn.styleOf(own_.class, own_.threads ?? 1)),
});

/** Processes that keep so many cores at work: those that answer one request at a time wait for most of it. */
export const processesFor = (cores: number, by: gunicorn.Style): number => (by === 'one' ? 2 * cores + 1 : cores);

/** Processes of one replica that its CPU share carries, or those that the profile states. */
export const wantedProcesses: Input<number> = mapped(
  { read: (scope) => readAll(scope, { stated: statedProcesses, cores: own(c.cpu_workers), style }) },
  (own_) => own_.stated ?? processesFor(own_.cores, own_.style),
);

/** Requests that one process works on at once, where each takes a thread or greenlet of its own and the database carries any number. */
export const wantedSlots: Input<number | undefined> = mapped(
  { read: (scope) => readAll(scope, { style, threads: optional(own(c.threads)) }) },
  (own_) => (own_.style === 'loop' ? undefined : own_.threads),
);

/** Threads of one process that answer requests. */
export const threads: Input<number> = byKind({ gunicorn: own(gunicorn.threads), uvicorn: structure(() => 1), python: structure(() => 1) });
