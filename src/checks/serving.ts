import type { Entry } from '../model/entry.ts';
import { byKind, optional, own, present, type Input, type Scope } from '../model/input.ts';
import { entriesIn } from '../model/lookup.ts';
import * as application from '../settings/application.ts';
import * as gunicorn from '../settings/gunicorn.ts';
import * as node from '../settings/node.ts';
import { library as librarySetting, libraryNamed, poolLibraries, type PoolLibrary } from '../settings/pools.ts';
import * as uvicorn from '../settings/uvicorn.ts';

/** Every kind of application. */
export const APPLICATIONS = ['node', 'gunicorn', 'uvicorn', 'application'] as const;

/** Server processes of one replica, whatever the server. */
export const processes = byKind({ node: own(node.workers), gunicorn: own(gunicorn.workers), uvicorn: own(uvicorn.workers), application: own(application.workers) });

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
  if (named.found) return libraryNamed(named.value);
  const settings = new Set(entriesIn(stack, component).map((entry) => `${entry.setting.kind}.${entry.setting.name}`));
  return poolLibraries.find((library) => settings.has(`${library.size.kind}.${library.size.name}`) || (library.overflow !== undefined && settings.has(`${library.overflow.kind}.${library.overflow.name}`)));
}

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

/** The longest that a request waits for a database connection; 0 is for ever. */
export const poolWait: Input<number> = {
  read: (scope) => {
    const library = libraryOf(scope);
    return library?.wait === undefined ? { found: false, missing: `time that ${scope.component.name} waits for a connection` } : own(library.wait).read(scope);
  },
};

/** How long an application keeps an idle connection; 0 where it closes each after its answer. */
export const idleTime: Input<number> = {
  read: (scope) => {
    if (scope.component.kind === 'node') return own(node.keep_alive_timeout).read(scope);
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

/** How long an application works on a request before it gives up on it. */
export const requestTime = byKind<number | undefined>({ node: present(node.handler_timeout), gunicorn: own(gunicorn.timeout) });
