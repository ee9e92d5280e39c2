import { connectionValue, pgbouncerValue } from '../formats/ini-values.ts';
import { fill } from '../formats/template.ts';
import { digits } from '../formats/units.ts';
import type { Entry } from '../model/entry.ts';
import { databasesOf, isExternal, type Component, type Stack } from '../model/stack.ts';
import type { RenderedFile, Target } from '../model/target.ts';
import ini from '../../templates/pgbouncer.ini.hbs';
import { databaseName, fileOf, hostedOf, hostOf, MONITORING, portEntry } from './names.ts';
import { commentOf } from './reason.ts';
import { said } from './said.ts';
import { SECRETS_IN_CONTAINER, userlistSecret } from './secrets.ts';

/** What drivers ask for at the start of a connection and the roles have on the server anyway; PgBouncer refuses what it does not know. */
export const IGNORED: readonly string[] = ['extra_float_digits', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];

/** pgbouncer.ini of every pooler in the stack. */
export const pgbouncerTarget: Target = {
  name: 'pgbouncer',
  about: 'pgbouncer.ini of every pooler in the stack',
  render: async (plan) => hostedOf(plan, 'pgbouncer').map((pooler) => pgbouncerFile(plan, pooler)),
};

/** What a pooler is told of its pools. */
export const parametersOf = (plan: Stack, pooler: Component): readonly Entry[] =>
  [...plan.entries.values()].filter((entry) => entry.component === pooler.name && entry.setting.kind === 'pgbouncer' && entry.origin.from !== 'default');

/** The text of pgbouncer.ini. */
export function pgbouncerFile(plan: Stack, pooler: Component): RenderedFile {
  const behind = databasesOf(plan, pooler);
  const port = portEntry(plan, pooler);
  const lines = parametersOf(plan, pooler).map((entry) => ({ name: entry.setting.name, ...said(entry, (value) => pgbouncerValue(entry.setting, value)) }));
  const text = fill(ini, {
    component: pooler.name,
    stack: plan.name,
    databases: behind.map((database) => ({
      name: databaseName(plan, database),
      reason: commentOf(portEntry(plan, database)),
      host: connectionValue(hostOf(plan, database)),
      port: digits(portEntry(plan, database).value),
    })),
    port: { reason: commentOf(port), value: digits(port.value) },
    userlist: `${SECRETS_IN_CONTAINER}/${userlistSecret(pooler)}`,
    ignored: IGNORED.join(', '),
    monitoring: behind.some((database) => !isExternal(plan, database)) ? MONITORING : false,
    lines,
  });
  return { path: fileOf(plan, pooler, 'pgbouncer.ini'), text };
}
