import { defineCheck } from '../model/check.ts';
import { present, type Input } from '../model/input.ts';
import * as container from '../settings/container.ts';
import { nofile_hard } from '../settings/found.ts';
import * as nginx from '../settings/nginx.ts';

/** The hard limit where it is stated, of its own or with the soft one. */
const hard: Input<number | undefined> = { read: (scope) => { const apart = present(nofile_hard).read(scope); return apart.found && apart.value !== undefined ? apart : present(container.nofile).read(scope); } };

/** What nginx asks for against what its container allows. */
export const openFilesExceedHardLimit = defineCheck({
  id: 'open-files-exceed-hard-limit',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  reads: { rlimit: present(nginx.worker_rlimit_nofile), files: hard },
  broken: (v) => (v.files !== undefined && v.rlimit !== undefined && v.rlimit > v.files ? `worker_rlimit_nofile asks for ${v.rlimit} files; the container allows ${v.files}` : undefined),
  why: 'Without root nginx cannot raise its limit: it logs an alert and keeps the smaller one.',
  fix: 'raise nofile of the container.',
  source: 'measured: nginx -t passes, the start logs "setrlimit(RLIMIT_NOFILE) failed"',
  examples: { holds: [{ rlimit: 6144, files: 6144 }, { rlimit: 65_535, files: undefined }], breaks: [{ rlimit: 65_535, files: 1024 }] },
});
