import type { Who } from '../../model/input.ts';
import { clientsOf, isExternal, serversOf, type Component, type Stack } from '../../model/stack.ts';
import { isApplication } from '../../model/who.ts';

/** Whether any queue of the stack has clients: nobody else asks how many messages there are. */
export const hasQueue = (stack: Stack): boolean => stack.components.some((component) => component.kind === 'kafka' && (clientsOf(stack, component).length > 0 || !isExternal(stack, component)));

/** Whether an application is linked to a queue. */
export const sendsMessages = (stack: Stack, component: Component): boolean => isApplication(component) && serversOf(stack, component).some((server) => server.kind === 'kafka');

/** The workers that take messages of this queue: components whose only work they are. */
export const workersOf: Who = (stack, queue) => clientsOf(stack, queue).filter(({ kind }) => kind === 'python');

/** Whether a worker takes the messages of the queue that an application is linked to. */
export const hasWorker = (stack: Stack, component: Component): boolean => serversOf(stack, component).some((server) => server.kind === 'kafka' && workersOf(stack, server).length > 0);
