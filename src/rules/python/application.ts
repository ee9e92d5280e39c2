import { inProfile, optional, stated, structure } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { HOUR, MINUTE, MiB, SECOND } from '../../model/value.ts';
import { PYTHON_KINDS, PYTHON_SERVERS } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as monitoring from '../../settings/monitoring.ts';
import * as profile from '../../settings/profile.ts';
import * as python from '../../settings/python.ts';
import * as w from '../../settings/workload.ts';
import { alertBucket, body, deadline, lifetime, routeBody, routeDeadline, targetBucket, trustedHops } from '../application/limits.ts';

const convention = defineRule({
  sizes: c.interface_,
  on: PYTHON_SERVERS,
  from: { kind: structure((_, { kind }) => kind), stated: optional(stated(gunicorn.worker_class)) },
  value: ({ kind, stated: own_ }) => (kind === 'uvicorn' || /uvicorn|asgi/i.test(own_ ?? '') ? 'asgi' : 'wsgi'),
  because: 'It follows from the server: uvicorn calls ASGI applications; gunicorn by itself WSGI ones.',
  source: 'uvicorn.org; gunicorn.org',
  examples: [{ given: { kind: 'uvicorn', stated: undefined }, gives: 'asgi' }, { given: { kind: 'gunicorn', stated: undefined }, gives: 'wsgi' }, { given: { kind: 'gunicorn', stated: 'uvicorn_worker.UvicornWorker' }, gives: 'asgi' }],
});

/** What a framework with its drivers holds after some thousands of requests, and a good half for code of one's own. */
const ONE_PROCESS = 110 * MiB;

const workerMemory = defineRule({
  id: 'python.workload.worker_memory',
  sizes: w.worker_memory,
  on: PYTHON_KINDS,
  from: { whole: inProfile(stated(w.worker_memory)) },
  value: ({ whole }) => whole ?? ONE_PROCESS,
  because: 'The profile\'s figure where it states one; otherwise a framework with its drivers at work. Measure your own with gen calibrate.',
  source: 'measured with Flask and FastAPI, SQLAlchemy and redis-py, after 5000 requests: 67 to 80 MiB; hyperglass: about 100 MiB a worker',
  examples: [{ given: { whole: undefined }, gives: ONE_PROCESS }, { given: { whole: 200 * MiB }, gives: 200 * MiB }],
});

/** What a Python application is told beside its server: what it is, its limits and deadlines, what it measures. */
export const applicationRules: readonly Rule[] = [
  convention,
  decide(c.app, 'app:app', 'The usual names of module and application.', 'Flask and FastAPI tutorials', PYTHON_SERVERS),
  workerMemory,
  deadline(python.request_timeout, PYTHON_SERVERS, 'timeout ladder'),
  routeDeadline(python.route_timeout, PYTHON_SERVERS, python.request_timeout),
  body(python.body_limit, PYTHON_SERVERS, 'Flask MAX_CONTENT_LENGTH; nginx client_max_body_size'),
  routeBody(python.route_body, PYTHON_SERVERS, python.body_limit),
  trustedHops(python.trusted_hops, PYTHON_SERVERS, 'Werkzeug, ProxyFix'),
  lifetime(python.cache_short, PYTHON_KINDS, w.cache_short, 5 * MINUTE), lifetime(python.cache_medium, PYTHON_KINDS, w.cache_medium, 15 * MINUTE), lifetime(python.cache_long, PYTHON_KINDS, w.cache_long, HOUR),
  decide(python.metrics_port, 9090, 'Metrics stay off the public port.', 'guide 3', PYTHON_KINDS),
  targetBucket(python.metrics_latency, PYTHON_SERVERS, profile.p95),
  alertBucket(python.metrics_threshold, PYTHON_SERVERS, monitoring.latency),
  decide(python.retry_after, 5 * SECOND, 'Long enough for a burst to pass.', 'Plumbline', PYTHON_SERVERS),
  decide(container.pre_stop_sleep, 10 * SECOND, 'It keeps serving until it is out of every list of endpoints.', 'Kubernetes removes endpoints while it stops the pod', PYTHON_SERVERS),
];
