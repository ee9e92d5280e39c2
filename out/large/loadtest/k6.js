/**
 * Load test of large for k6, rendered by Plumbline: change the profile, not this file. Above each number stands its reason.
 *
 *     k6 run k6.js
 *     BASE_URL=https://staging.example.com RATE=50 k6 run k6.js
 *
 * Requests are sent by the clock, whether or not earlier ones were answered. The exit code is not zero when a target is missed.
 * Each simulated user has an address of its own in X-Forwarded-For, so that the limits for one client apply as they will.
 * The proxy believes it of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16: send from there, or all requests count as one client and meet 429.
 */
import http from 'k6/http';

/** A number that the environment may state. */
function number(name, planned) {
  const value = Number(__ENV[name] || planned);
  if (!(value > 0)) throw new Error(`${name}: expected a number above 0, found ${__ENV[name]}`);
  return value;
}

// Where Compose publishes the stack. Published on loopback; a load balancer or you decide what the world sees. Two replicas cannot listen on one port of the host: each takes its own, and a load balancer uses them all.
const BASE_URL = (__ENV.BASE_URL || 'http://127.0.0.1:8080').replace(/\/+$/, '');
// Stated at profiles/large.yaml:5:17.
const PLANNED_RATE = 2000;
const RATE = number('RATE', PLANNED_RATE);
// Stated at profiles/large.yaml:5:53.
const USERS = number('USERS', 500);
// Connections, caches and compilers at run time are cold at first, and no target is about that.
const WARM_UP_SECONDS = number('WARM_UP', 15);
// Long enough for checkpoints, garbage collection and cache lifetimes to show at a few hundred requests a second.
const SECONDS = number('DURATION', 60);
// The target rate times the 95th percentile that it is to keep, and never so few that one slow answer holds the next requests back.
const IN_FLIGHT = Math.ceil(200 * RATE / PLANNED_RATE);
// Answers that take four times the target have missed it: sending more would only load the generator.
const MOST_IN_FLIGHT = Math.ceil(800 * RATE / PLANNED_RATE);
// Stated at profiles/large.yaml:5:28.
const P50_MS = 30;
// Stated at profiles/large.yaml:5:39.
const P95_MS = 100;
// What the target of success leaves.
const FAILURE_SHARE = 0.001;

/** A whole number from `low` to `high`, another one in each request. */
const whole = (low, high) => low + Math.floor(Math.random() * (high - low + 1));

/** What clients do, and how often. */
const REQUESTS = [
  {
    name: 'item',
    // Stated at profiles/small.yaml:35:55.
    weight: 55,
    method: 'GET',
    path: () => '/items/' + whole(1, 100000),
  },
  {
    name: 'page',
    // Stated at profiles/small.yaml:36:60.
    weight: 5,
    method: 'GET',
    path: () => '/items?after=' + whole(0, 99900),
  },
  {
    name: 'feed',
    // Stated at profiles/small.yaml:37:40.
    weight: 25,
    method: 'GET',
    path: () => '/feed',
  },
  {
    name: 'style',
    // Stated at profiles/small.yaml:38:62.
    weight: 5,
    method: 'GET',
    path: () => '/assets/style.3841801b.css',
  },
  {
    name: 'search',
    // Stated at profiles/small.yaml:39:51.
    weight: 5,
    method: 'GET',
    path: () => '/search?q=lamp',
  },
  {
    name: 'new-item',
    // Stated at profiles/small.yaml:40:59.
    weight: 5,
    method: 'POST',
    path: () => '/items',
    headers: { 'content-type': 'application/json' },
    body: () => '{"name":"lamp ' + whole(1, 100000) + '","category":"tools","price_cents":1990}',
  },
];
const WEIGHTS = REQUESTS.reduce((sum, { weight }) => sum + weight, 0);

/** One of the requests, each as often as its weight says. */
function drawn() {
  let left = Math.random() * WEIGHTS;
  return REQUESTS.find(({ weight }) => (left -= weight) < 0) || REQUESTS[0];
}

/** The address of a simulated user: 198.18.0.0/15 is set aside for measurements (RFC 2544), and no proxy trusts it as one of its own. */
const addressOf = (user) => [198, 18 + ((user >> 16) & 1), (user >> 8) & 255, user & 255].join('.');

// Requests of a whole stretch, not of a second: so a rate need be no whole number.
const load = (seconds) => ({ preAllocatedVUs: IN_FLIGHT, maxVUs: MOST_IN_FLIGHT, timeUnit: `${seconds}s` });

export const options = {
  scenarios: {
    warm_up: {
      executor: 'ramping-arrival-rate',
      startRate: 0,
      stages: [{ target: Math.ceil(RATE * WARM_UP_SECONDS), duration: `${WARM_UP_SECONDS}s` }],
      ...load(WARM_UP_SECONDS),
    },
    measured: {
      executor: 'constant-arrival-rate',
      startTime: `${WARM_UP_SECONDS}s`,
      duration: `${SECONDS}s`,
      rate: Math.ceil(RATE * SECONDS),
      ...load(SECONDS),
    },
  },
  thresholds: {
    'http_req_duration{scenario:measured}': [`p(50)<=${P50_MS}`, `p(95)<=${P95_MS}`],
    'http_req_failed{scenario:measured}': [`rate<=${FAILURE_SHARE}`],
    // Requests that were not sent, as too many were in flight: they would have been the slowest.
    'dropped_iterations{scenario:measured}': ['count==0'],
  },
  summaryTrendStats: ['avg', 'p(50)', 'p(95)', 'p(99)', 'max'],
  discardResponseBodies: true,
};

export default function () {
  const { name, method, path, headers, body } = drawn();
  const user = addressOf(whole(0, USERS - 1));
  http.request(method, BASE_URL + path(), body ? body() : null, {
    headers: { 'x-forwarded-for': user, ...headers },
    redirects: 0,
    tags: { name },
  });
}
