import { hasExporters } from '../../model/exporters.ts';
import { clientsOf, isExternal, serversOf, type Component, type Stack } from '../../model/stack.ts';
import { isAnswering, isApplication } from '../../model/who.ts';

/** Where requests come in, and from where the world can be reached. */
export const EDGE = 'edge';
/** Where the data is: nothing comes in from outside, and nothing goes out. */
export const DATA = 'data';
/** Where metrics are scraped: it leads nowhere else. */
export const MONITORING = 'monitoring';

/** Networks without a way out. */
export const isInternal = (network: string): boolean => network === DATA || network === MONITORING;

/** Whether a port of the component is published on the host: the proxies', and those of applications without a proxy. */
export const isPublished = (plan: Stack, component: Component): boolean => component.kind === 'nginx' || (isAnswering(component) && !clientsOf(plan, component).some((client) => client.kind === 'nginx'));

/** The networks that a component is on, so that its links are possible and as little else as can be. */
export function networksOf(plan: Stack, component: Component): readonly string[] {
  const onEdge = component.kind === 'nginx' || isApplication(component) || serversOf(plan, component).some((server) => isExternal(plan, server));
  const hasData = (one: Component): boolean => serversOf(plan, one).some((server) => isStore(server) && !isExternal(plan, server));
  const onData = isStore(component) || hasData(component);
  return [...(onData ? [DATA] : []), ...(onEdge ? [EDGE] : []), ...(hasExporters(plan) && isApplication(component) ? [MONITORING] : [])];
}

const isStore = (component: Component): boolean => ['postgres', 'pgbouncer', 'redis', 'kafka'].includes(component.kind);
