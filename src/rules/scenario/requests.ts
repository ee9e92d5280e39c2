import { entryOf, valueOf } from '../../model/lookup.ts';
import type { Scenario, ScenarioRequest } from '../../model/scenario.ts';
import { part, type Route, type Stack } from '../../model/stack.ts';
import { route_body } from '../../settings/component.ts';
import { weight } from '../../settings/scenario.ts';

/** A request whose weight is still to be found, and whether the cache may answer it. */
export interface Unweighted extends Omit<ScenarioRequest, 'weight'> {
  readonly weight?: number;
  readonly cached: boolean;
}

/** What clients of a stack ask: its scenario, or else a GET of each route that anybody may ask without a body. */
export const requestsOf = (stack: Stack): readonly Unweighted[] =>
  stack.scenario?.map((request) => ({ ...request, cached: false })) ??
  stack.routes.filter((route) => isPlain(stack, route)).map(({ path, cache }) => ({ name: path, method: 'GET', path, cached: cache !== 'none' }));

/** A route for uploads states how large a body may be. */
const isPlain = (stack: Stack, { path, to, auth, stream }: Route): boolean => !auth && stream === 'none' && entryOf(stack, { name: to }, route_body, path) === undefined;

/** What clients of a plan do, each request with the weight that the plan gives it; empty where nothing is known that could be asked. */
export const scenarioOf = (plan: Stack): Scenario =>
  requestsOf(plan).flatMap(({ cached: _, ...request }) => {
    const planned = valueOf(plan, part(weight.kind), weight, request.name);
    return planned === undefined ? [] : [{ ...request, weight: planned }];
  });
