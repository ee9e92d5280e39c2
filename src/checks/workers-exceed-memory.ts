import { defineCheck } from '../model/check.ts';
import { byKind, own, structure } from '../model/input.ts';
import { MiB } from '../model/value.ts';
import * as container from '../settings/container.ts';
import { processes } from './serving.ts';
import { inMiB } from './words.ts';

/** The least that a process of each runtime holds before it has done anything: a bare server with its driver. */
const LEAST = { node: 46 * MiB, gunicorn: 48 * MiB, uvicorn: 48 * MiB } as const;

/** All processes, each at its very least, against the container. */
export const workersExceedMemory = defineCheck({
  id: 'workers-exceed-memory',
  severity: 'warning',
  confidence: 'likely',
  on: ['node', 'gunicorn', 'uvicorn'],
  reads: {
    workers: processes,
    least: byKind({ node: structure(() => LEAST.node), gunicorn: structure(() => LEAST.gunicorn), uvicorn: structure(() => LEAST.uvicorn) }),
    limit: own(container.memory_limit),
  },
  broken: (v) => (v.workers > 1 && v.workers * v.least > v.limit ? `${v.workers} processes x ${inMiB(v.least)} at the very least = ${inMiB(v.workers * v.least)}; the container has ${inMiB(v.limit)}` : undefined),
  why: 'The kernel kills workers as soon as they have loaded the application; the server starts them again, for ever.',
  fix: 'fewer workers, or more memory: measure what one worker holds (often 100 MiB and more).',
  source: 'measured: 42 to 59 MiB for Node, 48 MiB for gunicorn with Flask and SQLAlchemy; the guide of VERSANT',
  examples: { holds: [{ workers: 4, least: 48 * MiB, limit: 512 * MiB }], breaks: [{ workers: 24, least: 48 * MiB, limit: 512 * MiB }] },
});
