import type { Who } from './input.ts';
import { applicationsOf, clientsOf, databasesOf, isExternal, serversOf, type Component } from './stack.ts';

/** The kinds of application that Node runs. */
export const NODE_KINDS = ['node', 'next'] as const;
/** The servers of Python applications: of WSGI and of ASGI. */
export const PYTHON_SERVERS = ['gunicorn', 'uvicorn'] as const;
/** The kinds of application that run Python: those servers, and a process of its own that works on messages. */
export const PYTHON_KINDS = [...PYTHON_SERVERS, 'python'] as const;
/** The kinds of application that answer HTTP requests with code of the user's. */
export const ANSWERING_KINDS = [...NODE_KINDS, ...PYTHON_SERVERS] as const;
/** The kinds of application that a plan can have. */
export const APPLICATION_KINDS = [...ANSWERING_KINDS, 'python'] as const;
/** Other proxies than those that a plan has. */
const FRONT_KINDS: readonly string[] = ['haproxy', 'traefik', 'caddy'];
/** Every kind of proxy. */
export const PROXY_KINDS: readonly string[] = ['nginx', ...FRONT_KINDS];
/** Every kind of server that a plan can run. */
export const PLAN_KINDS: readonly string[] = ['nginx', ...APPLICATION_KINDS, 'postgres', 'redis', 'pgbouncer', 'kafka'];
/** The kinds that only run elsewhere: clients are tuned for them, and nothing is rendered. */
export const EXTERNAL_KINDS: readonly string[] = ['mongodb'];

const isOneOf = (kinds: readonly string[], { kind }: Pick<Component, 'kind'>): boolean => kinds.includes(kind);

/** Whether a component runs code of the user's: it answers requests or works on messages. */
export const isApplication = (component: Pick<Component, 'kind'>): boolean => isOneOf(APPLICATION_KINDS, component) || component.kind === 'application';
/** Whether a component answers HTTP requests with code of the user's. */
export const isAnswering = (component: Pick<Component, 'kind'>): boolean => isApplication(component) && component.kind !== 'python';
/** Whether Node runs a component. */
export const isNode = (component: Pick<Component, 'kind'>): boolean => isOneOf(NODE_KINDS, component);
/** Whether a component runs Python. */
export const isPython = (component: Pick<Component, 'kind'>): boolean => isOneOf(PYTHON_KINDS, component);

/** Every component that runs on the machine. */
export const hosted: Who = (stack) => stack.components.filter((component) => !isExternal(stack, component));
/** Every application of the stack. */
export const applications: Who = (stack) => stack.components.filter(isApplication);
/** The applications whose pools end at this database, poolers looked through. */
export const pooledApplications: Who = (stack, from) => applicationsOf(stack, from).filter(isApplication);
/** The applications whose pools end at a database of this one. */
export const poolSharers: Who = (stack, from) => [...new Set(databases(stack, from).flatMap((database) => pooledApplications(stack, database)))];
/** The applications that connect to this component. */
export const clientApplications: Who = (stack, from) => clientsOf(stack, from).filter(isApplication);
/** The applications that answer requests. */
export const answering: Who = (stack) => stack.components.filter(isAnswering);
/** The applications that this component passes requests to. */
export const upstreams: Who = (stack, from) => serversOf(stack, from).filter(isAnswering);
/** The databases behind this component, poolers looked through. */
export const databases: Who = (stack, from) => databasesOf(stack, from);
/** The MongoDB that this component keeps documents in. */
export const documentStores: Who = (stack, from) => serversOf(stack, from).filter((component) => component.kind === 'mongodb');
/** The poolers that this component connects to. */
export const poolersBelow: Who = (stack, from) => serversOf(stack, from).filter((component) => component.kind === 'pgbouncer');
/** The poolers in front of this database. */
export const poolersAbove: Who = (stack, from) => clientsOf(stack, from).filter((component) => component.kind === 'pgbouncer');
/** Other proxies in front of this component. */
export const fronts: Who = (stack, from) => clientsOf(stack, from).filter((component) => isOneOf(FRONT_KINDS, component));
/** The proxies in front of this application. */
export const proxies: Who = (stack, from) => clientsOf(stack, from).filter((component) => component.kind === 'nginx');
