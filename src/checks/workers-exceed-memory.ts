import { defineCheck } from '../model/check.ts';
import { byKind, first, given, optional, own, structure, type Input } from '../model/input.ts';
import { MiB } from '../model/value.ts';
import { PYTHON_KINDS } from '../model/who.ts';
import * as container from '../settings/container.ts';
import * as w from '../settings/workload.ts';
import { processes } from './serving.ts';
import { inMiB } from './words.ts';

/** The least that a process of each runtime holds before it has done anything: a bare server with its driver. */
const NODE = 46 * MiB;
const PYTHON = 48 * MiB;
const ofPython: Input<number> = structure(() => PYTHON);
const measured: Input<number> = first(own(w.worker_memory), given(w.worker_memory));

/** All processes, each at its very least, against the container. */
export const workersExceedMemory = defineCheck({
  id: 'workers-exceed-memory',
  severity: 'warning',
  confidence: 'likely',
  on: ['node', ...PYTHON_KINDS],
  reads: {
    workers: processes,
    least: byKind({ node: structure(() => NODE), gunicorn: ofPython, uvicorn: ofPython, python: ofPython }),
    measured: optional(byKind({ gunicorn: measured, uvicorn: measured, python: measured })),
    limit: own(container.memory_limit),
  },
  broken: (v) => {
    const known = v.measured !== undefined && v.measured > v.least;
    const one = known ? (v.measured ?? v.least) : v.least;
    if (v.workers <= 1 || v.limit === 0 || v.workers * one <= v.limit) return undefined;
    return `${v.workers} processes x ${inMiB(one)} ${known ? 'at work' : 'at the very least'} = ${inMiB(v.workers * one)}; the container has ${inMiB(v.limit)}`;
  },
  why: 'The kernel kills workers as soon as they have loaded the application; the server starts them again, for ever.',
  fix: 'fewer workers, or more memory: measure what one worker holds (often 100 MiB and more) and state it in workload.worker_memory.',
  source: 'measured: 42 to 59 MiB for Node, 48 MiB for gunicorn with Flask and SQLAlchemy; the guide of VERSANT',
  examples: {
    holds: [{ workers: 4, least: 48 * MiB, measured: undefined, limit: 512 * MiB }, { workers: 4, least: 48 * MiB, measured: 110 * MiB, limit: 512 * MiB }],
    breaks: [{ workers: 24, least: 48 * MiB, measured: undefined, limit: 512 * MiB }, { workers: 8, least: 48 * MiB, measured: 110 * MiB, limit: 512 * MiB }],
  },
});
