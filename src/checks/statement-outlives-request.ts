import { defineCheck } from '../model/check.ts';
import { first, one, own, type Input } from '../model/input.ts';
import { databases, poolersBelow, PYTHON_KINDS } from '../model/who.ts';
import * as node from '../settings/node.ts';
import * as pg from '../settings/postgres.ts';
import * as python from '../settings/python.ts';
import { runsOnce } from './runs-once.ts';
import { poolWait } from './serving.ts';
import { inSeconds } from './words.ts';

/** What the client asks for beats what the role has, but no pooler passes it on. */
const statement: Input<number> = {
  read: (scope) => {
    const asked = own(python.statement_timeout).read(scope);
    const direct = poolersBelow(scope.stack, scope.component).length === 0;
    const chosen = asked.found && direct && asked.entries.some(({ origin }) => origin.from !== 'default');
    return chosen ? asked : one(databases, pg.statement_timeout).read(scope);
  },
};

/** The database's patience against the application's. */
export const statementOutlivesRequest = defineCheck({
  id: 'statement-outlives-request',
  severity: 'warning',
  confidence: 'likely',
  on: ['node', ...PYTHON_KINDS],
  when: (stack, component) => databases(stack, component).length > 0 && !runsOnce(stack, component),
  reads: { statement, wait: poolWait, handler: first(own(node.handler_timeout), own(python.request_timeout)) },
  broken: (v) => {
    if (v.handler === 0) return undefined;
    if (v.statement === 0) return `statements may run for ever; the request ends after ${inSeconds(v.handler)}`;
    return v.wait + v.statement > v.handler ? `waiting for a connection (${inSeconds(v.wait)}) and a statement (${inSeconds(v.statement)}) outlast the request (${inSeconds(v.handler)})` : undefined;
  },
  why: 'The client is gone and the database works on: abandoned statements pile up exactly when it is slow.',
  fix: 'set statement_timeout of the role below the request\'s time, less the wait for a connection.',
  source: 'PostgreSQL manual, statement_timeout; the timeout ladder',
  examples: { holds: [{ statement: 14_000, wait: 2000, handler: 20_000 }], breaks: [{ statement: 30_000, wait: 2000, handler: 20_000 }, { statement: 0, wait: 2000, handler: 20_000 }] },
});
