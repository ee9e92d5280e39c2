import type { Entry } from '../model/entry.ts';
import { byKind, mapped, optional, own, present, settingByKind, type Input, type Scope } from '../model/input.ts';
import { entriesIn, entryOf, perComponent, repeated } from '../model/lookup.ts';
import type { Component, Stack } from '../model/stack.ts';
import { APPLICATION_KINDS, documentStores, isNode, isPython } from '../model/who.ts';
import * as application from '../settings/application.ts';
import { connects, dependency } from '../settings/found.ts';
import * as gunicorn from '../settings/gunicorn.ts';
import * as node from '../settings/node.ts';
import { PROCESSES } from '../settings/processes.ts';
import * as python from '../settings/python.ts';
import * as pymongo from '../settings/pymongo.ts';
import { library as librarySetting, libraryNamed, poolLibraries, type PoolLibrary } from '../settings/pools.ts';
import * as uvicorn from '../settings/uvicorn.ts';

/** Every kind of application, of plans and of what is read. */
export const APPLICATIONS = [...APPLICATION_KINDS, 'application'] as const;

/** Server processes of one replica, whatever the server. */
export const processes = settingByKind({ ...PROCESSES, application: application.workers }, own);

/** How many requests one process answers at once, where its server limits it to threads; `undefined` for event loops. */
export const requestThreads: Input<number | undefined> = {
  read: (scope) => {
    if (scope.component.kind === 'application') return optional(own(application.threads)).read(scope);
    if (scope.component.kind !== 'gunicorn') return { found: true, value: undefined, entries: [] };
    const kind = own(gunicorn.worker_class).read(scope);
    const threads = own(gunicorn.threads).read(scope);
    if (!kind.found) return kind;
    if (!threads.found) return threads;
    const loops = gunicorn.isEventLoop(kind.value);
    return { found: true, value: loops ? undefined : threads.value, entries: loops ? kind.entries : [...kind.entries, ...threads.entries] };
  },
};

/** The worker class that gunicorn runs: several threads make `gthread` of `sync`. */
export const effectiveClass: Input<string> = {
  read: (scope) => {
    const kind = own(gunicorn.worker_class).read(scope);
    const threads = own(gunicorn.threads).read(scope);
    if (!kind.found) return kind;
    return threads.found ? { ...kind, value: gunicorn.effectiveClass(kind.value, threads.value) } : threads;
  },
};

/** Whether workers of that class count their connections: sync has one, and event loops of ASGI take whatever comes. */
export const countsConnections = (workerClass: string): boolean => ['threads', 'greenlets'].includes(gunicorn.styleOf(workerClass, 1));

/** The pool of one process: what its library may open. */
export interface Pool {
  /** Name of the library. */
  readonly library: string;
  /** Infinity where the library has no limit. */
  readonly size: number;
  readonly overflow: number;
}

/** Whose pool an application has: stated, told by its manifests, or told by the names of its settings. */
function libraryOf(scope: Scope): PoolLibrary | undefined {
  const { stack, component } = scope;
  const named = own(librarySetting).read(scope);
  return named.found ? libraryNamed(named.value) : libraryInUse(stack, component);
}

/** Several checks ask for the pool of each application. */
const libraryInUse = perComponent((stack, component): PoolLibrary | undefined => {
  const settings = new Set(entriesIn(stack, component).map((entry) => `${entry.setting.kind}.${entry.setting.name}`));
  return poolLibraries.find((library) => settings.has(`${library.size.kind}.${library.size.name}`) || (library.overflow !== undefined && settings.has(`${library.overflow.kind}.${library.overflow.name}`)));
});

/** The database connections that one process may hold. A pool that nobody stated is its library's default. */
export const databasePool: Input<Pool> = {
  read: (scope) => {
    const library = libraryOf(scope);
    if (library === undefined) return { found: false, missing: `pool size of ${scope.component.name}` };
    const size = own(library.size).read(scope);
    if (!size.found) return size;
    const over = library.overflow === undefined ? undefined : own(library.overflow).read(scope);
    const endless = (value: number): number => (value < 0 || (value === 0 && library.zeroIsUnlimited === true) ? Infinity : value);
    const overflow = over?.found === true ? (over.value < 0 ? Infinity : over.value) : 0;
    const entries: readonly Entry[] = [...size.entries, ...(over?.found === true ? over.entries : [])];
    return { found: true, value: { library: library.name, size: endless(size.value), overflow }, entries };
  },
};

/** The MongoDB connections that one process may hold, whose wait has no end unless one is stated. */
export const mongoPool: Input<Pool> = {
  read: (scope) => {
    const size = own(pymongo.maxPoolSize).read(scope);
    return size.found ? { ...size, value: { library: 'PyMongo', size: size.value === 0 ? Infinity : size.value, overflow: 0 } } : size;
  },
};

/** Whether a component keeps connections to MongoDB: it is linked to one, told the address of one, or its manifest asks for the driver. */
export const usesMongo = (stack: Stack, component: Component): boolean =>
  isPython(component) &&
  (documentStores(stack, component).length > 0 || repeated(stack, component, connects).some(({ value }) => value === 'mongodb') || entryOf(stack, component, dependency, 'pymongo') !== undefined);

/** PyMongo waits for ever unless it is told a time. */
const mongoWait: Input<number> = mapped(optional(own(pymongo.waitQueueTimeoutMS)), (wait) => wait ?? 0);

/** The longest that a request waits for a database connection, or where there is no such pool one of MongoDB; 0 is for ever. */
export const poolWait: Input<number> = {
  read: (scope) => {
    const library = libraryOf(scope);
    if (library === undefined && usesMongo(scope.stack, scope.component)) return mongoWait.read(scope);
    return library?.wait === undefined ? { found: false, missing: `time that ${scope.component.name} waits for a connection` } : own(library.wait).read(scope);
  },
};

/** How long an application keeps an idle connection; 0 where it closes each after its answer. */
export const idleTime: Input<number> = {
  read: (scope) => {
    if (isNode(scope.component)) return own(node.keep_alive_timeout).read(scope);
    if (scope.component.kind === 'uvicorn') return own(uvicorn.timeout_keep_alive).read(scope);
    if (scope.component.kind !== 'gunicorn') return { found: false, missing: `time that ${scope.component.name} keeps idle connections` };
    const kind = effectiveClass.read(scope);
    const keepalive = own(gunicorn.keepalive).read(scope);
    if (!kind.found) return kind;
    if (!keepalive.found) return keepalive;
    const closes = kind.value === 'sync';
    return { found: true, value: closes ? 0 : keepalive.value, entries: closes ? kind.entries : [...keepalive.entries, ...kind.entries] };
  },
};

/** How long an application works on a request, or on a message, before it gives up on it; `undefined` where only code could say so. */
export const requestTime = byKind<number | undefined>({
  node: present(node.handler_timeout), next: present(node.handler_timeout), gunicorn: present(python.request_timeout), uvicorn: present(python.request_timeout), python: present(python.request_timeout),
});

/** The greatest request body that an application takes; `undefined` where only code could say so. */
export const bodyLimit = byKind<number | undefined>({ node: present(node.body_limit), next: present(node.body_limit), gunicorn: present(python.body_limit), uvicorn: present(python.body_limit) });
