import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import * as container from '../settings/container.ts';
import * as nginx from '../settings/nginx.ts';

/** The connections of a worker against the files it may open. */
export const connectionsExceedOpenFiles = defineCheck({
  id: 'connections-exceed-open-files',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  reads: { connections: own(nginx.worker_connections), rlimit: own(nginx.worker_rlimit_nofile), files: own(container.nofile) },
  broken: (v) => {
    const allowed = Math.min(v.rlimit, v.files);
    return v.connections + 64 > allowed ? `a worker may have ${v.connections} connections, but only ${allowed} open files` : undefined;
  },
  why: 'Above the limit accept() fails: "24: Too many open files", and clients wait.',
  fix: 'raise worker_rlimit_nofile and the container\'s nofile to twice worker_connections.',
  source: 'F5, top 10 mistakes; Docker Engine 29 allows 1024',
  examples: { holds: [{ connections: 2816, rlimit: 6144, files: 6144 }], breaks: [{ connections: 4096, rlimit: 65_535, files: 1024 }] },
});
