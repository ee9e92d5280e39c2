import { valueOf } from '../model/lookup.ts';
import type { Component, Stack } from '../model/stack.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';

/** Whether the number of replicas is an autoscaler's where there is one: its ceiling is above the replicas. */
export function isAutoscaled(plan: Stack, component: Component): boolean {
  const most = valueOf(plan, component, container.max_replicas);
  return most !== undefined && most > (valueOf(plan, component, c.replicas) ?? 1);
}
