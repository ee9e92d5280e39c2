import { defineCheck } from '../model/check.ts';
import { defaultEntry } from '../model/entry.ts';
import { byKind, chosen, own, present, structure, type Input } from '../model/input.ts';
import { entryOf } from '../model/lookup.ts';
import * as container from '../settings/container.ts';
import { nofile_hard } from '../settings/found.ts';
import * as gunicorn from '../settings/gunicorn.ts';
import { workload } from '../settings/kubernetes.ts';
import * as nginx from '../settings/nginx.ts';
import { countsConnections, effectiveClass } from './serving.ts';

/** Open files that Docker Engine 29 and later allow when nothing is stated. */
const DOCKER = 1024;

/** What Docker allows where nothing is stated. What a pod may open is decided by its node. */
const silent: Input<number | undefined> = {
  read: ({ stack, component }) => {
    const known = [container.nofile, nginx.worker_rlimit_nofile].some((setting) => entryOf(stack, component, setting) !== undefined);
    const entries = known ? [] : [defaultEntry(component.name, container.nofile, DOCKER, 'Docker Engine 29')];
    return entryOf(stack, component, workload) === undefined ? { found: true, value: DOCKER, entries } : { found: true, value: undefined, entries: [] };
  },
};

/** The connections of a gunicorn worker whose class counts them. */
const ofWorkers: Input<number | undefined> = {
  read: (scope) => {
    const kind = effectiveClass.read(scope);
    return kind.found && countsConnections(kind.value) ? present(gunicorn.worker_connections).read(scope) : { found: true, value: undefined, entries: [] };
  },
};

/** The connections of a worker against the files it may open. */
export const connectionsExceedOpenFiles = defineCheck({
  id: 'connections-exceed-open-files',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx', 'gunicorn'],
  reads: {
    connections: byKind<number | undefined>({ nginx: own(nginx.worker_connections), gunicorn: ofWorkers }),
    rlimit: byKind({ nginx: present(nginx.worker_rlimit_nofile), gunicorn: structure(() => undefined) }),
    files: present(container.nofile),
    hard: present(nofile_hard),
    silent,
    stated: chosen(byKind<number | undefined>({ nginx: own(nginx.worker_connections), gunicorn: ofWorkers })),
  },
  broken: (v) => {
    // A worker may raise its own limit up to the hard one; what Docker allows without a word depends on its version.
    const allowed = v.rlimit !== undefined ? Math.min(v.rlimit, v.hard ?? v.files ?? Infinity) : (v.files ?? v.silent);
    if (v.connections === undefined || allowed === undefined || v.connections + 64 <= allowed) return undefined;
    const known = v.rlimit !== undefined || v.files !== undefined;
    if (!known && (!v.stated || v.connections <= allowed)) return undefined;
    return [{ message: `a worker may have ${v.connections} connections, but only ${allowed} open files`, ...(known ? {} : { severity: 'note', confidence: 'likely' } as const) }];
  },
  why: 'Above the limit accept() fails: "24: Too many open files", and clients wait.',
  fix: 'raise worker_rlimit_nofile and the container\'s nofile to twice worker_connections.',
  source: 'F5, top 10 mistakes; Docker Engine 29 allows 1024; the guide of VERSANT: 2000 connections of a gevent worker',
  examples: {
    holds: [
      { connections: 2816, rlimit: 6144, files: 6144, hard: undefined, silent: 1024, stated: true },
      { connections: 4096, rlimit: 65_535, files: undefined, hard: undefined, silent: 1024, stated: true },
      { connections: 1024, rlimit: undefined, files: undefined, hard: undefined, silent: 1024, stated: false },
      { connections: 4096, rlimit: undefined, files: undefined, hard: undefined, silent: undefined, stated: true },
    ],
    breaks: [
      { connections: 4096, rlimit: 65_535, files: 1024, hard: undefined, silent: 1024, stated: true },
      { connections: 2000, rlimit: undefined, files: undefined, hard: undefined, silent: 1024, stated: true },
    ],
  },
});
