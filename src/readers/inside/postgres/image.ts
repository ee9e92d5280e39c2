import type { Word } from '../../../model/source.ts';
import { major } from '../../../model/version.ts';
import { imageName, imageTag, type RunningContainer } from '../running.ts';

/** Images that hold a PostgreSQL server, by the last part of their name. */
const NAMES: readonly string[] = [
  'postgres', 'postgresql', 'postgresql-repmgr', 'postgis', 'timescaledb', 'timescaledb-ha', 'timescaledb-postgis', 'pgvector', 'pgvecto-rs', 'vchord-postgres', 'citus', 'paradedb',
  'spilo', 'pgautoupgrade', 'crunchy-postgres', 'crunchy-postgres-gis', 'postgresql-container', 'pgrouting', 'pg_cron', 'alloydbomni', 'postgres-ssl', 'pgmq', 'age',
];
/** Images whose tag begins with the version of PostgreSQL itself. */
const TAGGED: readonly string[] = ['postgres', 'postgresql', 'postgresql-repmgr', 'postgis', 'pgautoupgrade', 'postgres-ssl'];
/** Images that set parameters themselves when they initialise a database, after the memory of the machine. */
const TUNING: readonly string[] = ['timescaledb', 'timescaledb-ha', 'timescaledb-postgis'];

/** Name of the image that the container runs, or of the one that its Dockerfile begins with. */
const nameOf = ({ image, base }: RunningContainer): string => {
  const name = imageName(image?.text);
  return NAMES.includes(name) ? name : imageName(base?.text);
};
/** The image that PostgreSQL comes from: the container's own, or the one that its Dockerfile begins with. */
export const postgresImage = ({ image, base }: RunningContainer): Word | undefined => (NAMES.includes(imageName(image?.text)) ? image : base);
const textOf = (container: RunningContainer): string | undefined => postgresImage(container)?.text;

/** Whether the image is known to hold PostgreSQL. */
export const isPostgresImage = (container: RunningContainer): boolean => NAMES.includes(nameOf(container));
/** Whether it is one of Bitnami's, which read other variables and folders. */
export const isBitnami = (container: RunningContainer): boolean => /(?:^|\/)bitnami[a-z]*\//.test(textOf(container) ?? '');
/** Whether the image sets memory and connections itself. */
export const tunesItself = (container: RunningContainer): boolean => TUNING.includes(nameOf(container)) && container.environment.get('NO_TS_TUNE')?.text !== 'true';

/** Version of PostgreSQL that the image tells: `16.4`, `pg16`, `PG_MAJOR`; `undefined` when it does not. */
export function postgresVersion(container: RunningContainer): string | undefined {
  const tag = imageTag(textOf(container)) ?? '';
  const named = /(?:^|[-_.])pg-?([0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9])/.exec(tag)?.[1];
  if (named !== undefined) return named;
  const leading = TAGGED.includes(nameOf(container)) ? /^v?([0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9])/.exec(tag)?.[1] : /-([0-9]{2})$/.exec(imageName(textOf(container)))?.[1];
  return leading !== undefined && major(leading) >= 8 && major(leading) <= 40 ? leading : undefined;
}

/** Folder of the database files: named, or the image's own, which differs by version. */
export function dataFolder(container: RunningContainer, version: string | undefined): string {
  const named = container.environment.get('PGDATA')?.text;
  if (named !== undefined && named !== '') return named.replace(/\/+$/, '');
  if (isBitnami(container)) return '/bitnami/postgresql/data';
  return major(version ?? '18') >= 18 ? `/var/lib/postgresql/${major(version ?? '18')}/docker` : '/var/lib/postgresql/data';
}
