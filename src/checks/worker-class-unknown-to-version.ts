import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import * as c from '../settings/component.ts';
import * as gunicorn from '../settings/gunicorn.ts';

/** The class of gunicorn's workers against the releases that have it. */
export const workerClassUnknownToVersion = defineCheck({
  id: 'worker-class-unknown-to-version',
  severity: 'error',
  confidence: 'certain',
  on: ['gunicorn'],
  reads: { workerClass: own(gunicorn.worker_class), version: own(c.version) },
  broken: ({ workerClass, version }) => {
    const found = version === '' ? undefined : gunicorn.lacking(workerClass, version);
    if (found === undefined) return undefined;
    const when = found.until === undefined ? `it came with ${found.since}; before, ` : `it went with ${found.until}; now, `;
    return `gunicorn ${version} has no worker class ${workerClass}: ${when}${found.instead}`;
  },
  why: 'gunicorn ends at its start: "class uri \'…\' invalid or not found".',
  fix: 'name a class that the release has, or take another release.',
  source: 'gunicorn 23.0, 24.1, 25.1, 26.0 and 27.0: SUPPORTED_WORKERS in workers/__init__.py',
  examples: {
    holds: [{ workerClass: 'asgi', version: '25.1.0' }, { workerClass: 'eventlet', version: '23.0.0' }, { workerClass: 'gevent', version: '27.0.1' }],
    breaks: [{ workerClass: 'asgi', version: '23.0.0' }, { workerClass: 'eventlet', version: '26.0.0' }],
  },
});
