import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import * as container from '../settings/container.ts';
import * as nginx from '../settings/nginx.ts';

/** What nginx asks for against what its container allows. */
export const openFilesExceedHardLimit = defineCheck({
  id: 'open-files-exceed-hard-limit',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  reads: { rlimit: own(nginx.worker_rlimit_nofile), files: own(container.nofile) },
  broken: (v) => (v.rlimit > v.files ? `worker_rlimit_nofile asks for ${v.rlimit} files; the container allows ${v.files}` : undefined),
  why: 'Without root nginx cannot raise its limit: it logs an alert and keeps the smaller one.',
  fix: 'raise nofile of the container.',
  source: 'measured: nginx -t passes, the start logs "setrlimit(RLIMIT_NOFILE) failed"',
  examples: { holds: [{ rlimit: 6144, files: 6144 }], breaks: [{ rlimit: 65_535, files: 1024 }] },
});
