import { given, inProfile, optional, own, stated, structure, subjects } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import type { Setting } from '../../model/setting.ts';
import { HOUR, MINUTE, MiB, SECOND } from '../../model/value.ts';
import { proxies, PYTHON_KINDS, PYTHON_SERVERS } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as monitoring from '../../settings/monitoring.ts';
import * as profile from '../../settings/profile.ts';
import * as python from '../../settings/python.ts';
import * as w from '../../settings/workload.ts';

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

const requestTimeout = defineRule({
  sizes: python.request_timeout,
  on: PYTHON_SERVERS,
  from: { timeout: own(w.request_timeout) },
  value: ({ timeout }) => timeout,
  because: 'The application gives up first and says so; everything outside it waits a little longer.',
  source: 'timeout ladder',
  examples: [{ given: { timeout: 20_000 }, gives: 20_000 }],
});

const routeTimeout = defineRule({
  sizes: python.route_timeout,
  on: PYTHON_SERVERS,
  from: { stated: optional(subjects(c.route_timeout)), usual: own(python.request_timeout), stream: structure((stack, _, path) => stack.routes.find((route) => route.path === path)?.stream ?? 'none') },
  value: ({ stated: own_, usual, stream }) => own_ ?? (stream === 'none' ? usual : HOUR),
  because: 'What the route states, or what the application allows; a stream may stay open for an hour.',
  source: 'profile; nginx WebSocket proxying',
  examples: [{ given: { stated: 60_000, usual: 20_000, stream: 'none' }, gives: 60_000 }],
});

const bodyLimit = defineRule({
  sizes: python.body_limit,
  on: PYTHON_SERVERS,
  from: { body: own(w.body_size) },
  value: ({ body }) => body,
  because: 'The same limit as the proxy: one of them alone would answer 413 in another form.',
  source: 'Flask MAX_CONTENT_LENGTH; nginx client_max_body_size',
  examples: [{ given: { body: MiB }, gives: MiB }],
});

const routeBody = defineRule({
  sizes: python.route_body,
  on: PYTHON_SERVERS,
  from: { stated: optional(subjects(c.route_body)), usual: own(python.body_limit) },
  value: ({ stated: own_, usual }) => own_ ?? usual,
  because: 'What the route states, or what the application allows.',
  source: 'profile',
  examples: [{ given: { stated: 50 * MiB, usual: MiB }, gives: 50 * MiB }],
});

const hops = defineRule({
  sizes: python.trusted_hops,
  on: PYTHON_SERVERS,
  from: { fronts: structure((stack, from) => proxies(stack, from).length) },
  value: ({ fronts }) => (fronts > 0 ? 1 : 0),
  because: 'One proxy is in front, and it overwrites X-Forwarded-For with the real client: exactly one hop is believed.',
  source: 'Werkzeug, ProxyFix',
  examples: [{ given: { fronts: 1 }, gives: 1 }],
});

const lifetime = (setting: Setting<number>, from: Setting<number>, example: number): Rule =>
  defineRule({
    sizes: setting, on: PYTHON_KINDS, from: { lifetime: given(from) }, value: (inputs) => inputs.lifetime,
    because: 'The profile\'s lifetime, the same as in the proxy.', source: 'profile', examples: [{ given: { lifetime: example }, gives: example }],
  });

const measured = (setting: Setting<number>, from: Setting<number>, because: string): Rule =>
  defineRule({ sizes: setting, on: PYTHON_SERVERS, from: { time: given(from) }, value: ({ time }) => time, because, source: 'prometheus.io, histograms and summaries', examples: [{ given: { time: 150 }, gives: 150 }] });

/** What a Python application is told beside its server: what it is, its limits and deadlines, what it measures. */
export const applicationRules: readonly Rule[] = [
  convention,
  decide(c.app, 'app:app', 'The usual names of module and application.', 'Flask and FastAPI tutorials', PYTHON_SERVERS),
  workerMemory,
  requestTimeout, routeTimeout, bodyLimit, routeBody, hops,
  lifetime(python.cache_short, w.cache_short, 5 * MINUTE), lifetime(python.cache_medium, w.cache_medium, 15 * MINUTE), lifetime(python.cache_long, w.cache_long, HOUR),
  decide(python.metrics_port, 9090, 'Metrics stay off the public port.', 'guide 3', PYTHON_KINDS),
  measured(python.metrics_latency, profile.p95, 'Around the target, percentiles are told most closely.'),
  measured(python.metrics_threshold, monitoring.latency, 'The alert on latency asks for a percentile at this time: with a bucket that ends there it is not guessed between two.'),
  decide(python.retry_after, 5 * SECOND, 'Long enough for a burst to pass.', 'Plumbline', PYTHON_SERVERS),
  decide(container.pre_stop_sleep, 10 * SECOND, 'It keeps serving until it is out of every list of endpoints.', 'Kubernetes removes endpoints while it stops the pod', PYTHON_SERVERS),
];
