import { clientsOf, type Component, type Stack } from '../../model/stack.ts';
import { isAnswering } from '../../model/who.ts';

/** Which of Render's services an application is: clients of it outside make it public, others only private. */
export function serviceType(plan: Stack, application: Component): 'web' | 'pserv' | 'worker' {
  if (!isAnswering(application)) return 'worker';
  const clients = clientsOf(plan, application);
  return clients.length === 0 || clients.some(({ kind }) => kind === 'nginx') ? 'web' : 'pserv';
}
