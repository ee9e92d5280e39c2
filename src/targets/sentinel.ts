import { entryOf } from '../model/lookup.ts';
import type { Entry } from '../model/entry.ts';
import type { Component, Stack } from '../model/stack.ts';
import * as sentinel from '../settings/sentinel.ts';

/** The name under which the operator's sentinels know a master. */
export const MASTER = 'mymaster';

/** The Service that the operator puts in front of the sentinels of a Redis. */
export const sentinelHost = (server: Component): string => `rfs-${server.name}`;

/** The port of the sentinels that watch a Redis; `undefined` where none do. */
export const sentinelPort = (plan: Stack, server: Component): Entry<number> | undefined => entryOf(plan, server, sentinel.port);
