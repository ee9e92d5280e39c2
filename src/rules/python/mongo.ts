import { optional, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { clamp, MINUTE, SECOND } from '../../model/value.ts';
import { documentStores, PYTHON_KINDS } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as mongo from '../../settings/pymongo.ts';
import * as python from '../../settings/python.ts';
import { atOnce } from '../application/at-once.ts';
import { MONGO_CONNECTIONS } from '../application/inputs.ts';
import { USABLE } from '../demand/busy.ts';
import { style } from '../gunicorn/style.ts';

const PYMONGO = 'pymongo.readthedocs.io, MongoClient';

const onMongo = (rule: Rule): Rule => ({ ...rule, when: (stack, component) => documentStores(stack, component).length > 0 });

const most = defineRule({
  sizes: mongo.maxPoolSize,
  on: PYTHON_KINDS,
  from: { style, atOnce, convention: optional(own(c.interface_)), tokens: own(python.anyio_tokens) },
  value: ({ style: how, atOnce: busy, convention, tokens }) => {
    const most = how === 'greenlets' ? Math.ceil(busy / USABLE) : convention === 'asgi' ? Math.max(busy, tokens) : busy;
    return clamp(most, 1, MONGO_CONNECTIONS);
  },
  because: 'One for each request that a process works on at once, and for each thread of functions that are not async: further ones would stay idle, and in every process of every replica. Greenlets are no more than these: they are as many as keep their use at 70 %.',
  source: `Little's law; ${PYMONGO}: 100 by default, and two more for monitoring`,
  examples: [
    { given: { style: 'threads', atOnce: 12, convention: 'wsgi', tokens: 40 }, gives: 12 },
    { given: { style: 'greenlets', atOnce: 20, convention: 'wsgi', tokens: 40 }, gives: 29 },
    { given: { style: 'loop', atOnce: 12, convention: 'asgi', tokens: 40 }, gives: 40 },
    { given: { style: 'loop', atOnce: 1, convention: undefined, tokens: 40 }, gives: 1 },
    { given: { style: 'threads', atOnce: 800, convention: 'wsgi', tokens: 40 }, gives: 100 },
  ],
});

const least = defineRule({
  sizes: mongo.minPoolSize,
  on: PYTHON_KINDS,
  from: { most: own(mongo.maxPoolSize) },
  value: (v) => Math.min(2, v.most),
  because: 'The first requests after a pause do not wait for a handshake.',
  source: PYMONGO,
  examples: [{ given: { most: 12 }, gives: 2 }, { given: { most: 1 }, gives: 1 }],
});

const wait = defineRule({
  sizes: mongo.waitQueueTimeoutMS,
  on: PYTHON_KINDS,
  from: { request: own(python.request_timeout) },
  value: ({ request }) => clamp(Math.floor(request / 10), 500, 5 * SECOND),
  because: 'A request that finds no free connection gives up soon and leaves time for its query; without it, it would wait for ever.',
  source: `${PYMONGO}: unlimited by default`,
  examples: [{ given: { request: 20_000 }, gives: 2000 }, { given: { request: 120_000 }, gives: 5000 }],
});

const selection = defineRule({
  sizes: mongo.serverSelectionTimeoutMS,
  on: PYTHON_KINDS,
  from: { request: own(python.request_timeout) },
  value: ({ request }) => clamp(Math.floor(request / 4), SECOND, 10 * SECOND),
  because: 'A quarter of the request: an election takes seconds, and the rest of the request still has its time.',
  source: `${PYMONGO}: 30 s by default, longer than a request may take`,
  examples: [{ given: { request: 20_000 }, gives: 5000 }, { given: { request: 60_000 }, gives: 10_000 }],
});

const connect = defineRule({
  sizes: mongo.connectTimeoutMS,
  on: PYTHON_KINDS,
  from: { selection: own(mongo.serverSelectionTimeoutMS) },
  value: (v) => Math.min(3 * SECOND, v.selection),
  because: 'A server that does not answer in three seconds is not there; there is time to try another one.',
  source: `${PYMONGO}: 20 s by default`,
  examples: [{ given: { selection: 5000 }, gives: 3000 }, { given: { selection: 1000 }, gives: 1000 }],
});

const socket = defineRule({
  sizes: mongo.socketTimeoutMS,
  on: PYTHON_KINDS,
  from: { request: own(python.request_timeout) },
  value: ({ request }) => Math.floor(0.7 * request),
  because: 'Seven tenths of the request: the application still says what went wrong.',
  source: `timeout ladder; ${PYMONGO}: unlimited by default`,
  examples: [{ given: { request: 20_000 }, gives: 14_000 }],
});

/** The client of a MongoDB that runs elsewhere. */
export const mongoRules: readonly Rule[] = [
  most, least, wait, selection, connect, socket,
  decide(mongo.maxIdleTimeMS, 4 * MINUTE - SECOND, 'Less than networks let a connection idle before they forget it.', 'network load balancers of AWS forget an idle connection after 350 s, of Azure after 240 s', PYTHON_KINDS),
].map(onMongo);
