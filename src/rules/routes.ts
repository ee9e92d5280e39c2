import type { Input } from '../model/input.ts';
import type { Entry } from '../model/entry.ts';
import { route_timeout } from '../settings/component.ts';

/**
 * The longest timeout that any route of the component (or, for a proxy, any route at all) states,
 * streams left aside: a stream is cut at the end, not waited for. 0 when none states one.
 */
export const longestRoute: Input<number> = {
  read: ({ stack, component, find }) => {
    const entries = stack.routes
      .filter((route) => (component.kind === 'nginx' || route.to === component.name) && route.stream === 'none')
      .map((route) => find({ name: route.to, kind: 'node' }, route_timeout, route.path))
      .filter((entry): entry is Entry<number> => entry !== undefined);
    return { found: true, value: Math.max(0, ...entries.map((entry) => entry.value)), entries };
  },
};
