import type { Who } from './input.ts';
import { applicationsOf, clientsOf, databasesOf, isExternal, serversOf, type Component } from './stack.ts';

/** Every kind of server that a plan can have. */
export const PLAN_KINDS: readonly string[] = ['nginx', 'node', 'postgres', 'redis', 'pgbouncer', 'kafka'];
/** The kinds of application that a plan can have. */
export const APPLICATION_KINDS: readonly string[] = ['node'];
/** Every kind that answers HTTP requests with code of the user's. */
const ANSWERING: readonly string[] = [...APPLICATION_KINDS, 'gunicorn', 'uvicorn', 'application'];

/** Whether a component is an application. */
export const isApplication = (component: Component): boolean => ANSWERING.includes(component.kind);

/** Every component that runs on the machine. */
export const hosted: Who = (stack) => stack.components.filter((component) => !isExternal(stack, component));
/** Every application of the stack. */
export const applications: Who = (stack) => stack.components.filter(isApplication);
/** The applications whose pools end at this database, poolers looked through. */
export const pooledApplications: Who = (stack, from) => applicationsOf(stack, from).filter(isApplication);
/** The applications that connect to this component. */
export const clientApplications: Who = (stack, from) => clientsOf(stack, from).filter(isApplication);
/** The applications that this component passes requests to. */
export const upstreams: Who = (stack, from) => serversOf(stack, from).filter(isApplication);
/** The databases behind this component, poolers looked through. */
export const databases: Who = (stack, from) => databasesOf(stack, from);
/** The poolers that this component connects to. */
export const poolersBelow: Who = (stack, from) => serversOf(stack, from).filter((component) => component.kind === 'pgbouncer');
/** The poolers in front of this database. */
export const poolersAbove: Who = (stack, from) => clientsOf(stack, from).filter((component) => component.kind === 'pgbouncer');
/** Other proxies in front of this component. */
export const fronts: Who = (stack, from) => clientsOf(stack, from).filter((component) => ['haproxy', 'traefik', 'caddy'].includes(component.kind));
/** The proxies in front of this application. */
export const proxies: Who = (stack, from) => clientsOf(stack, from).filter((component) => component.kind === 'nginx');
