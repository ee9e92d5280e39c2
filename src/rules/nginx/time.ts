import { each, ofSubject, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { MiB } from '../../model/value.ts';
import { upstreams } from '../../model/who.ts';
import * as container from '../../settings/container.ts';
import * as nginx from '../../settings/nginx.ts';
import { longestRoute } from '../routes.ts';
import { bodyLimit, requestTime, routeBody as acceptedOnRoute, routeTime } from '../application/inputs.ts';

/** By how much an outer layer waits longer than the one inside. */
const STEP = 5000;

const readTimeout = defineRule({
  sizes: nginx.proxy_read_timeout,
  from: { behind: each(upstreams, { handler: requestTime }) },
  value: ({ behind }) => Math.max(...behind.map((application) => application.handler)) + STEP,
  because: 'Five seconds more than the application takes before it gives up itself, so that its own answer arrives.',
  source: 'timeout ladder',
  examples: [{ given: { behind: [{ of: 'api', handler: 20_000 }, { of: 'admin', handler: 30_000 }] }, gives: 35_000 }],
});

const routeReadTimeout = defineRule({
  sizes: nginx.route_read_timeout,
  from: { handler: ofSubject(routeTime) },
  value: ({ handler }) => handler + STEP,
  because: 'Five seconds more than the application takes on this route.',
  source: 'timeout ladder',
  examples: [{ given: { handler: 60_000 }, gives: 65_000 }],
});

const bodySize = defineRule({
  sizes: nginx.client_max_body_size,
  from: { behind: each(upstreams, { body: bodyLimit }) },
  value: ({ behind }) => Math.max(...behind.map((application) => application.body)),
  because: 'What the applications accept, and no more.',
  source: 'body-limits-differ',
  examples: [{ given: { behind: [{ of: 'api', body: MiB }] }, gives: MiB }],
});

const routeBody = defineRule({
  sizes: nginx.route_body,
  from: { body: ofSubject(acceptedOnRoute) },
  value: ({ body }) => body,
  because: 'What the application accepts on this route.',
  source: 'body-limits-differ',
  examples: [{ given: { body: 50 * MiB }, gives: 50 * MiB }],
});

const workerShutdown = defineRule({
  sizes: nginx.worker_shutdown_timeout,
  from: { read: own(nginx.proxy_read_timeout), longest: longestRoute },
  value: ({ read, longest }) => Math.max(read, longest + STEP),
  because: 'Old workers finish the requests that they have begun, however long the route allows, and no longer.',
  source: 'drain ladder',
  examples: [{ given: { read: 25_000, longest: 60_000 }, gives: 65_000 }, { given: { read: 25_000, longest: 0 }, gives: 25_000 }],
});

const grace = defineRule({
  id: 'nginx.container.stop_grace_period',
  sizes: container.stop_grace_period,
  on: ['nginx'],
  from: { sleep: own(container.pre_stop_sleep), shutdown: own(nginx.worker_shutdown_timeout) },
  value: ({ sleep, shutdown }) => sleep + shutdown + STEP,
  because: 'The pause before the stop and the last request fit before the kill.',
  source: 'drain ladder; nginx stops gracefully on SIGQUIT',
  examples: [{ given: { sleep: 10_000, shutdown: 65_000 }, gives: 80_000 }],
});

/** Timeouts and body limits of the proxy. */
export const timeRules: readonly Rule[] = [
  readTimeout,
  routeReadTimeout,
  bodySize,
  routeBody,
  workerShutdown,
  grace,
  decide(container.pre_stop_sleep, 10_000, 'The proxy keeps accepting until it is out of every list of endpoints.', 'Kubernetes removes endpoints while it stops the pod', ['nginx']),
  decide(nginx.proxy_connect_timeout, 3000, 'On one network a connection takes milliseconds; three seconds allow for one lost packet.', 'TCP retransmission after 1 s'),
  decide(nginx.proxy_send_timeout, 15_000, 'A pause in sending the body to the application.', 'nginx default 60 s'),
  decide(nginx.next_upstream_tries, 2, 'One more attempt: unlimited attempts replay a slow request on every server.', 'nginx default 0, unlimited'),
  decide(nginx.next_upstream_timeout, 5000, 'Another attempt only while the client still waits.', 'nginx default 0, unlimited'),
  decide(nginx.client_header_timeout, 15_000, 'Slow clients may not hold connections open.', 'nginx default 60 s'),
  decide(nginx.client_body_timeout, 15_000, 'A pause between two pieces of a body, not the whole upload.', 'nginx default 60 s'),
  decide(nginx.send_timeout, 30_000, 'A pause of a client that reads.', 'nginx default 60 s'),
  decide(nginx.retry_after, 1000, 'The rate is counted per second.', 'RFC 9110'),
];
