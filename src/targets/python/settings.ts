import { decimalIn, inDocstring, pythonString, wholeIn } from '../../formats/python-values.ts';
import { fill } from '../../formats/template.ts';
import { digits, inComment } from '../../formats/units.ts';
import { entryOf, valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { SECOND } from '../../model/value.ts';
import { isAnswering } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import { processesOf } from '../../settings/processes.ts';
import * as python from '../../settings/python.ts';
import template from '../../../templates/settings.py.hbs';
import { said, sayer, type Said, type Spell } from '../said.ts';
import { liner } from './lines.ts';
import { cachesFor, databasesFor, documentsFor, queuesFor, servicesFor } from './links.ts';

const seconds = decimalIn(SECOND);
const wholeSeconds = wholeIn(SECOND);

/** The settings.py of one Python application. */
export function renderSettings(plan: Stack, application: Component): string {
  const say = sayer(plan, application);
  const databases = databasesFor(plan, application);
  const caches = cachesFor(plan, application);
  const queues = queuesFor(plan, application);
  const documents = documentsFor(plan, application);
  const services = servicesFor(plan, application);
  const line = liner(plan, application);
  const worker = !isAnswering(application);
  const asgi = !worker && valueOf(plan, application, c.interface_) === 'asgi';
  const [anyio] = asgi ? line(python.anyio_tokens, digits) : [];
  const [heartbeat] = line(python.heartbeat_timeout, seconds);
  const [drain] = line(python.drain_timeout, seconds);
  return fill(template, {
    name: inDocstring(inComment(application.name)),
    name_text: pythonString(application.name),
    processes: say(processesOf(application) ?? python.processes, digits),
    timeout: say(python.request_timeout, seconds),
    http: !worker && {
      body_limit: say(python.body_limit, digits),
      hops: say(python.trusted_hops, digits),
      retry_after: say(python.retry_after, wholeSeconds),
      latency: say(python.metrics_latency, seconds),
      threshold: say(python.metrics_threshold, seconds),
    },
    short: say(python.cache_short, wholeSeconds),
    medium: say(python.cache_medium, wholeSeconds),
    long: say(python.cache_long, wholeSeconds),
    metrics_port: say(python.metrics_port, digits),
    routes: routesFor(plan, application),
    databases,
    other_databases: databases.length > 1,
    caches,
    other_caches: caches.length > 1,
    queues,
    documents,
    services,
    anyio: anyio ?? false,
    heartbeat: heartbeat ?? false,
    drain: drain ?? false,
    pools: databases.length > 0,
    any: databases.length + caches.length + queues.length + documents.length > 0,
    imports: imports({ databases, caches, queues, documents }, { asgi, worker }),
    usage: [
      ...databases.map(({ first, label, constant }) => `${first ? 'engine' : label} = settings.per_process(${asgi ? 'create_async_engine' : 'create_engine'}(**settings.${constant}.engine))`),
      ...caches.map(({ first, label, constant }) => `${first ? 'cache' : label} = Redis(connection_pool=BlockingConnectionPool(**settings.${constant}.pool))`),
      ...queues.map(({ constant }) => (worker ? `consumer = KafkaConsumer("topic", **settings.${constant}.consumer)` : `producer = ${asgi ? 'AIO' : ''}KafkaProducer(**settings.${constant}.producer)`)),
      ...documents.map(({ constant }) => `documents = MongoClient(**settings.${constant}.client)`),
      ...(worker ? ['settings.heartbeat()  # with each message or poll'] : asgi ? [] : ['app.config["MAX_CONTENT_LENGTH"] = settings.HTTP.body_limit']),
    ],
    variables: [
      'WEB_CONCURRENCY', 'WORKERS', ...(worker ? [] : ['MAX_REQUEST_SIZE']), 'REQUEST_TIMEOUT', 'CACHE_TTL_SHORT', 'CACHE_TTL_MEDIUM', 'CACHE_TTL_LONG', 'METRICS_PORT',
      ...(anyio === undefined ? [] : ['ANYIO_THREADS']),
      ...databases.flatMap(({ prefix }) => ['HOST', 'PORT', 'NAME', 'USER', 'PASSWORD_FILE', 'POOL_SIZE', 'MAX_OVERFLOW', 'POOL_TIMEOUT', 'POOL_RECYCLE'].map((name) => `${prefix}_${name}`)),
      ...caches.flatMap(({ prefix }) => ['HOST', 'PORT', 'DB', 'MAX_CONNECTIONS'].map((name) => `${prefix}_${name}`)),
      ...queues.flatMap(({ prefix }) => ['BOOTSTRAP_SERVERS', 'GROUP', 'MAX_POLL_RECORDS'].map((name) => `${prefix}_${name}`)),
      ...documents.flatMap(({ prefix }) => ['HOST', 'PORT', 'MAX_POOL_SIZE'].map((name) => `${prefix}_${name}`)),
      ...services.map((service) => service.variable.replaceAll('"', '')),
    ],
  });
}

/** What of an application's links needs a client. */
type Links = Readonly<Record<'databases' | 'caches' | 'queues' | 'documents', readonly unknown[]>>;

/** Where the clients come from: those that wait in threads, or those that wait on the event loop of an ASGI application. */
function imports(links: Links, { asgi, worker }: { readonly asgi: boolean; readonly worker: boolean }): readonly string[] {
  return [
    ...(links.queues.length === 0 ? [] : [worker ? 'from kafka import KafkaConsumer' : asgi ? 'from aiokafka import AIOKafkaProducer' : 'from kafka import KafkaProducer']),
    ...(links.documents.length === 0 ? [] : ['from pymongo import MongoClient']),
    ...(links.caches.length === 0 ? [] : [`from redis${asgi ? '.asyncio' : ''} import BlockingConnectionPool, Redis`]),
    ...(links.databases.length === 0 ? [] : [asgi ? 'from sqlalchemy.ext.asyncio import create_async_engine' : 'from sqlalchemy import create_engine']),
    'import settings',
  ];
}

/** The routes of an application that differ from the rest. */
function routesFor(plan: Stack, application: Component) {
  return plan.routes
    .filter((route) => route.to === application.name)
    .map((route) => ({
      path: pythonString(route.path),
      stream: pythonString(route.stream),
      body_limit: differing(plan, application, python.route_body, python.body_limit, route.path, digits),
      timeout: differing(plan, application, python.route_timeout, python.request_timeout, route.path, seconds),
    }))
    .filter((route) => route.body_limit !== false || route.timeout !== false || route.stream !== pythonString('none'));
}

/** A route's own value where it is not what all have anyway. */
function differing(plan: Stack, application: Component, own: Setting<number>, usual: Setting<number>, path: string, spell: Spell<number>): Said | false {
  const entry = entryOf(plan, application, own, path);
  return entry !== undefined && entry.value !== valueOf(plan, application, usual) && said(entry, spell);
}
