import { first, given, own, type Input } from '../model/input.ts';
import { entryOf, partValue } from '../model/lookup.ts';
import type { Component, Stack } from '../model/stack.ts';
import * as container from '../settings/container.ts';
import * as profile from '../settings/profile.ts';

/** The memory that a component can have: its container's limit, else the machine's memory. */
export const memoryBound: Input<number> = first(own(container.memory_limit), given(profile.memory));
/** Whether either is known. */
export const hasMemoryBound = (stack: Stack, component: Component): boolean => entryOf(stack, component, container.memory_limit) !== undefined || partValue(stack, profile.memory) !== undefined;

/** The CPU that a component can have, in millicores: its container's limit, else the machine's cores. */
export const cpuBound: Input<number> = first(own(container.cpu_limit), given(profile.cpu));
/** Whether either is known. */
export const hasCpuBound = (stack: Stack, component: Component): boolean => entryOf(stack, component, container.cpu_limit) !== undefined || partValue(stack, profile.cpu) !== undefined;
