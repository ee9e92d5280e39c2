import { GiB, MiB } from '../../../src/model/value.ts';

/** What a compared part may use: one core, and bytes of memory with its page cache. */
export interface Budget { readonly memory: number }

/** The database's part of the built-in profile `small` (2 cores, 4 GiB): its container and its pooler. */
export const DATABASE_BUDGET: Budget = { memory: 1842 * MiB };

/** A whole stack: proxy, application, database and cache. */
export const STACK_BUDGET: Budget = { memory: 2 * GiB };
