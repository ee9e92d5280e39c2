import type { Who } from '../model/input.ts';
import { entryOf, perStack, repeated } from '../model/lookup.ts';
import { clientsOf, type Component, type Stack } from '../model/stack.ts';
import { clientApplications, hosted, pooledApplications } from '../model/who.ts';
import { depends_on, restart } from '../settings/found.ts';

const waitedFor = perStack((stack) => new Set(
  stack.components.flatMap((component) => repeated(stack, component, depends_on)).filter(({ value }) => value === 'service_completed_successfully').map(({ subject }) => subject),
));

/** Whether others start only when this container has ended well: what it uses it has given back by then. */
export const endsBefore = (stack: Stack, component: Component): boolean => waitedFor(stack).has(component.name);

/** Whether a container runs to its end and answers nobody: migrations, seeds. */
export const runsOnce = (stack: Stack, component: Component): boolean =>
  clientsOf(stack, component).length === 0 && (['no', 'none'].includes(entryOf(stack, component, restart)?.value ?? '') || endsBefore(stack, component));

const staying = (who: Who): Who => (stack, from) => who(stack, from).filter((component) => !endsBefore(stack, component));

/** Every component that runs on the machine for as long as the stack does. */
export const stayingHosted = staying(hosted);
/** The applications whose pools end at this database for as long as the stack runs, poolers looked through. */
export const stayingPooled = staying(pooledApplications);
/** The applications that stay connected to this component. */
export const stayingClients = staying(clientApplications);
