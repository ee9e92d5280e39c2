import { own } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import * as c from '../../settings/component.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import { concurrencyRules } from './concurrency.ts';
import { httpRules } from './http.ts';
import { renewalRules } from './renewal.ts';
import { timeRules } from './time.ts';
import { workers } from './workers.ts';

const app = defineRule({
  sizes: gunicorn.wsgi_app,
  from: { app: own(c.app) },
  value: (v) => v.app,
  because: 'The application that the profile names.',
  source: 'profile',
  examples: [{ given: { app: 'app:app' }, gives: 'app:app' }],
});

const workerClass = defineRule({
  sizes: gunicorn.worker_class,
  from: { convention: own(c.interface_) },
  value: ({ convention }) => (convention === 'asgi' ? 'uvicorn_worker.UvicornWorker' : 'gthread'),
  because: 'An ASGI application runs on an event loop; a WSGI one in threads, which keep connections open and wait side by side.',
  source: 'gunicorn design: sync closes every connection after its answer; uvicorn.org, deployment: uvicorn-worker',
  examples: [{ given: { convention: 'asgi' }, gives: 'uvicorn_worker.UvicornWorker' }, { given: { convention: 'wsgi' }, gives: 'gthread' }],
});

/** How gunicorn serves an application. */
export const gunicornRules: readonly Rule[] = [app, workerClass, workers, ...concurrencyRules, ...timeRules, ...renewalRules, ...httpRules];
