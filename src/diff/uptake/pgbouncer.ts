import { parseIni } from '../../formats/ini-syntax.ts';
import { pgbouncerReadsAtStart } from '../../settings/at-start.ts';
import { becauseOfNames } from './because.ts';
import type { Step, Uptake } from './step.ts';
import { retold, type Told } from './told.ts';
import { alongside, listed } from './words.ts';

const OWN_SECTION = 'pgbouncer';

/** PgBouncer reads its file again on RELOAD, except where and how it listens. */
export const pgbouncerUptake: Uptake = (before, after, changes) =>
  retold(before, after, 'pgbouncer', 'pgbouncer.ini', linesIn).map(({ component: { name: component }, names, path }): Step => {
    const restart = names.filter(pgbouncerReadsAtStart);
    const because = becauseOfNames(changes, component, 'pgbouncer', restart.length > 0 ? restart : names, path);
    return restart.length > 0
      ? { environment: 'anywhere', component, action: 'restart', message: `PgBouncer reads ${listed(restart)} only when it starts: every client connection ends, and transactions under way fail${alongside(names.length - restart.length)}`, because }
      : { environment: 'anywhere', component, action: 'reload', message: `PgBouncer reads ${listed(names)} again on RELOAD: no client connection ends, server connections that no longer fit are replaced when they are free`, command: "psql --host=/tmp --username=pgbouncer --dbname=pgbouncer --command=RELOAD", because };
  });

/** The lines of a pgbouncer.ini: parameters by their names, databases and users by their section too. */
const linesIn = (text: string): Told => new Map(parseIni(text).lines.map(({ section, name, value }) => [section === OWN_SECTION ? name : `[${section}] ${name}`, value]));
