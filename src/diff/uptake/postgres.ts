import { parsePostgresConf } from '../../formats/postgres-conf-syntax.ts';
import { parameterContext, parameterName } from '../../settings/postgres.ts';
import { foreignData } from './after-stop.ts';
import { becauseOfNames } from './because.ts';
import { standbyOrder } from './standbys.ts';
import type { Step, Uptake } from './step.ts';
import { retold, type Retold, type Told } from './told.ts';
import { alongside, listed } from './words.ts';

/** PostgreSQL reads its parameters again on a signal, except those that it only reads when it starts. */
export const postgresUptake: Uptake = (before, after, changes) =>
  retold(before, after, 'postgres', 'postgresql.conf', parametersIn).filter(({ component }) => foreignData(before.stack, after.stack, component.name) === undefined).map((server): Step => {
    const restart = server.names.filter((name) => startsWith(name, server.is));
    const named = (names: readonly string[]) => becauseOfNames(changes, server.component.name, 'postgres', names, server.path);
    if (restart.length === 0) return { environment: 'anywhere', component: server.component.name, action: 'reload', message: reloaded(server), command: "psql --command='SELECT pg_reload_conf()'", because: named(server.names) };
    const order = standbyOrder(server.before, server.after);
    const message = `PostgreSQL reads ${listed(restart)} only when it starts: every connection ends, and none is answered until it has started again${alongside(server.names.length - restart.length)}${order}${pages(server)}`;
    return { environment: 'anywhere', component: server.component.name, action: 'restart', message, because: named(restart) };
  });

/** The parameters of a postgresql.conf by PostgreSQL's own names; the last line of a name counts. */
const parametersIn = (text: string): Told => new Map(parsePostgresConf(text).assignments.map(({ name, value }) => [parameterName(name) ?? name, value]));

const startsWith = (name: string, version: string): boolean => parameterContext(name, version) === 'postmaster';

function reloaded({ names, is }: Retold): string {
  const later = names.filter((name) => parameterContext(name, is)?.includes('backend') === true);
  return `PostgreSQL reads ${listed(names)} again on a signal: no connection ends${later.length === 0 ? '' : `; ${listed(later)} ${later.length === 1 ? 'holds' : 'hold'} for connections made after it`}`;
}

/** Huge pages are reserved on the host, before PostgreSQL asks for them. */
const pages = ({ names, after }: Retold): string =>
  names.includes('shared_buffers') && ['on', 'try'].includes(after.get('huge_pages') ?? '') ? '; the host must have reserved as many huge pages first (vm.nr_hugepages)' : '';
