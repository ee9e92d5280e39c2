import { optional, own } from '../../model/input.ts';
import { defineRule } from '../../model/rule.ts';
import { databases, PYTHON_KINDS } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as pools from '../../settings/pools.ts';
import { processes } from '../application/inputs.ts';

/** The database connections of one process. */
export const poolSize = defineRule({
  sizes: pools.sqlalchemySize,
  on: PYTHON_KINDS,
  when: (stack, component) => databases(stack, component).length > 0,
  from: { sessions: own(c.database_sessions), workers: processes, threads: optional(own(c.threads)) },
  value: ({ sessions, workers, threads }) => {
    const part = Math.max(1, Math.floor(sessions / workers));
    if (threads === undefined) return { value: part, bound: 'sessions' };
    return threads > part ? { value: part, bound: 'database' } : { value: threads, bound: 'threads' };
  },
  because: 'Every process has a pool of its own: the sessions of the replica are divided over them, and threads or greenlets need no more than one each.',
  source: 'docs.sqlalchemy.org, connection pooling: an engine and its pool belong to one process',
  examples: [
    { given: { sessions: 6, workers: 2, threads: undefined }, gives: 3 },
    { given: { sessions: 12, workers: 2, threads: 4 }, gives: 4 },
    { given: { sessions: 6, workers: 2, threads: 16 }, gives: 3 },
    { given: { sessions: 9, workers: 9, threads: 1 }, gives: 1 },
  ],
});
