import { atLeast } from '../model/version.ts';
import type { Kind, Stack } from '../model/stack.ts';
import type { Complaints } from './complaints.ts';
import type { Merged } from './merge.ts';
import { mention } from './source.ts';
import type { Statement } from './statements.ts';

/** The versions that Plumbline knows: from the first, below the second. */
const KNOWN: Readonly<Record<Kind, readonly [since: string, until: string, shown: string]>> = {
  nginx: ['1.22', '1.32', 'nginx 1.22 to 1.31'],
  node: ['20', '27', 'Node 20 to 26'],
  postgres: ['13', '19', 'PostgreSQL 13 to 18'],
  redis: ['7', '9', 'Redis 7 and 8'],
  kafka: ['4.0', '5', 'Kafka 4'],
  gunicorn: ['20', '28', 'gunicorn 20 to 27'],
  uvicorn: ['0.20', '1', 'uvicorn 0.20 and newer'],
  python: ['3.9', '4', 'Python 3.9 and newer'],
  next: ['20', '27', 'Node 20 to 26'],
  mongodb: ['4', '9', 'MongoDB 4 to 8'],
  pgbouncer: ['1.18', '2', 'PgBouncer 1.18 and newer'],
};

/** Complains of versions that are not known, and of settings that the stated version does not have. Unstated versions are chosen later. */
export function checkVersions({ layout, statements }: Merged, complaints: Complaints): void {
  for (const statement of statements.values()) {
    const { entry, place } = statement;
    const kind = kindOf(layout, entry.component);
    if (kind === undefined) continue;
    if (entry.setting.kind === 'component' && entry.setting.name === 'version') {
      const [since, until, shown] = KNOWN[kind];
      const version = String(entry.value);
      if (!atLeast(version, since) || atLeast(version, until)) complaints.add(place, `${entry.id}: expected one of ${shown}, found ${version}`);
    } else if (entry.setting.kind === kind) checkSetting(statement, statements.get(`${entry.component}.component.version`), complaints);
  }
}

function checkSetting({ entry, place }: Statement, stated: Statement | undefined, complaints: Complaints): void {
  if (stated === undefined) return;
  const version = String(stated.entry.value);
  const { since, until, kind } = entry.setting;
  const known = since !== undefined && !atLeast(version, since) ? `came with ${kind} ${since}` : until !== undefined && atLeast(version, until) ? `ended before ${kind} ${until}` : undefined;
  if (known !== undefined) complaints.add(place, `${entry.id} ${known}, and ${entry.component} is ${version} (${mention(stated.place, place.source)})`, 'take it out, or state another version');
}

const kindOf = (layout: Stack, name: string): Kind | undefined => layout.components.find((component) => component.name === name)?.kind as Kind | undefined;
