import { defineCheck } from '../model/check.ts';
import { one } from '../model/input.ts';
import { ANSWERING_KINDS, proxies } from '../model/who.ts';
import * as nginx from '../settings/nginx.ts';
import { bodyLimit } from './serving.ts';
import { inMiB } from './words.ts';

/** What the proxy lets through against what the application accepts. */
export const bodyLimitsDiffer = defineCheck({
  id: 'body-limits-differ',
  severity: 'warning',
  confidence: 'certain',
  on: ANSWERING_KINDS,
  when: (stack, component) => proxies(stack, component).length > 0,
  reads: { app: bodyLimit, proxy: one(proxies, nginx.client_max_body_size) },
  broken: (v) => (v.app !== undefined && v.proxy !== 0 && v.proxy < v.app ? `the application accepts ${inMiB(v.app)}, the proxy only ${inMiB(v.proxy)}` : undefined),
  why: 'Uploads that the application allows are refused with a 413 page that it never sees.',
  fix: 'state the limit once, in workload.body_size or on the route.',
  source: 'nginx.org client_max_body_size, default 1m; flask.palletsprojects.com, MAX_CONTENT_LENGTH; ViolentUTF\'s guide: 10 MiB',
  examples: { holds: [{ app: 2 ** 20, proxy: 2 ** 20 }, { app: 2 ** 20, proxy: 0 }], breaks: [{ app: 10 * 2 ** 20, proxy: 2 ** 20 }] },
});
