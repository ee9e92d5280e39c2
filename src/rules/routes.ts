import type { Input } from '../model/input.ts';
import type { Entry } from '../model/entry.ts';
import { componentNamed, serversOf } from '../model/stack.ts';
import { route_timeout } from '../settings/component.ts';
import { cache_valid } from '../settings/nginx.ts';

/**
 * The longest timeout that any route of the component (or, for a proxy, any route at all) states,
 * streams left aside: a stream is cut at the end, not waited for. 0 when none states one.
 */
export const longestRoute: Input<number> = {
  read: ({ stack, component, find }) => {
    const entries = stack.routes
      .filter((route) => (component.kind === 'nginx' || route.to === component.name) && route.stream === 'none')
      .map((route) => find(componentNamed(stack, route.to) ?? { name: route.to, kind: 'application' }, route_timeout, route.path))
      .filter((entry): entry is Entry<number> => entry !== undefined);
    return { found: true, value: Math.max(0, ...entries.map((entry) => entry.value)), entries };
  },
};

/** How long the proxy keeps answers of each of its routes that it keeps at all. */
export const cachedRoutes: Input<readonly number[]> = {
  read: ({ stack, component, find }) => {
    const entries = stack.routes
      .filter((route) => serversOf(stack, component).some(({ name }) => name === route.to))
      .map((route) => find(component, cache_valid, route.path))
      .filter((entry): entry is Entry<number> => entry !== undefined);
    return { found: true, value: entries.map((entry) => entry.value), entries };
  },
};
