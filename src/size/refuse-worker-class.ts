import { suggestion } from '../formats/suggest.ts';
import type { Entry } from '../model/entry.ts';
import { entryOf } from '../model/lookup.ts';
import { fail } from '../model/problem.ts';
import type { Component, Stack } from '../model/stack.ts';
import * as c from '../settings/component.ts';
import { CURRENT, lacking, worker_class } from '../settings/gunicorn.ts';

/** Classes of gunicorn itself that call WSGI applications. */
const WSGI: readonly string[] = ['sync', 'gthread', 'gevent', 'gevent_wsgi', 'gevent_pywsgi', 'eventlet', 'tornado'];
const CLASSES: readonly string[] = [...WSGI, 'asgi'];
/** A class of somebody else's is named by its module. */
const isPath = (name: string): boolean => /[.:]/.test(name);

const place = ({ origin }: Entry) => (origin.from === 'stated' ? origin.at : undefined);

/** Refuses a worker class that the stated version does not have, or that cannot call the application. */
export function refuseWorkerClass(stack: Stack, component: Component): void {
  const stated = component.kind === 'gunicorn' ? entryOf(stack, component, worker_class) : undefined;
  if (stated?.origin.from !== 'stated') return;
  const version = entryOf(stack, component, c.version)?.value ?? CURRENT;
  const name = stated.value.replace(/^egg:gunicorn#/, '');
  if (!isPath(name) && !CLASSES.includes(name)) fail(`${stated.id}: gunicorn has no class ${name}`, place(stated), suggestion(name, CLASSES));
  const found = lacking(name, version);
  if (found !== undefined) {
    const [exists, other] = found.until === undefined ? [`from ${found.since} on`, 'a newer'] : [`below ${found.until}`, 'an older'];
    fail(`${stated.id}: gunicorn ${version} has no class ${name}, which exists ${exists}`, place(stated), `state ${found.instead}, or ${other} version of the component`);
  }
  const convention = entryOf(stack, component, c.interface_);
  if (convention?.origin.from !== 'stated') return;
  if (convention.value === 'asgi' && WSGI.includes(name)) fail(`${stated.id}: ${name} calls WSGI applications, and the interface of ${component.name} is asgi`, place(stated), 'state uvicorn_worker.UvicornWorker, or leave it out');
  if (convention.value === 'wsgi' && /uvicorn|^asgi$/i.test(name)) fail(`${stated.id}: ${name} calls ASGI applications, and the interface of ${component.name} is wsgi`, place(stated), 'state gthread, or leave it out');
}

/** Refuses a WSGI application on uvicorn, which would call it as an ASGI one. */
export function refuseWsgiOnUvicorn(stack: Stack, component: Component): void {
  const convention = component.kind === 'uvicorn' ? entryOf(stack, component, c.interface_) : undefined;
  if (convention?.value === 'wsgi') fail(`${convention.id}: uvicorn calls ASGI applications, and the interface of ${component.name} is wsgi`, place(convention), 'state kind: gunicorn for it, which calls WSGI applications');
}
