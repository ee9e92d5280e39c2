import { major } from '../../../model/version.ts';
import type { Word } from '../../../model/source.ts';
import type { RunningContainer } from '../running.ts';
import { inFolder, joined, readConfiguration, type Configuration } from './configuration.ts';
import { dataFolder, isBitnami } from './image.ts';

/** The configuration that the server loads, and where it comes from. */
export interface Loaded {
  readonly configuration: Configuration;
  /** A file that the command names and that the tree does not have: nothing is known of what it says. */
  readonly absent?: Word;
  /** Whether the database's own file, which initdb writes, is in use. */
  readonly fromInitdb: boolean;
}

/** Finds the configuration that is loaded: named by the command, in the database's folder, or the sample that initdb copies. */
export function loadedConfiguration(container: RunningContainer, version: string | undefined, named: Word | undefined, folder: string | undefined): Loaded {
  const data = folder ?? dataFolder(container, version);
  if (named !== undefined) {
    const file = container.file(named.text);
    // The file of the database's own folder is initdb's, whoever names it.
    if (file === undefined) return { configuration: joined([]), fromInitdb: named.text === `${data}/postgresql.conf`, ...(named.text === `${data}/postgresql.conf` ? {} : { absent: named }) };
    return { configuration: joined([readConfiguration(container, named.text, file), automatic(container, data)]), fromInitdb: false };
  }
  const samples = ['/usr/share/postgresql/postgresql.conf.sample', `/usr/share/postgresql/${major(version ?? '18')}/postgresql.conf.sample`, '/usr/local/share/postgresql/postgresql.conf.sample'];
  for (const path of [`${data}/postgresql.conf`, ...(isBitnami(container) ? BITNAMI : []), ...lone(container)]) {
    const file = container.file(path);
    if (file !== undefined) return { configuration: joined([readConfiguration(container, path, file), ...extras(container), automatic(container, data)]), fromInitdb: false };
  }
  const sample = samples.find((path) => container.file(path) !== undefined);
  const file = sample === undefined ? undefined : container.file(sample);
  const read = sample === undefined || file === undefined ? joined([]) : readConfiguration(container, sample, file);
  return { configuration: joined([read, ...extras(container), automatic(container, data)]), fromInitdb: true };
}

const BITNAMI = ['/bitnami/postgresql/conf/postgresql.conf', '/opt/bitnami/postgresql/conf/postgresql.conf'] as const;

/** Bitnami's images include a folder of their own. */
const extras = (container: RunningContainer): readonly Configuration[] =>
  isBitnami(container) ? ['/bitnami/postgresql/conf/conf.d', '/opt/bitnami/postgresql/conf/conf.d'].flatMap((folder) => inFolder(container, folder).map(([path, file]) => readConfiguration(container, path, file))) : [];

/** What ALTER SYSTEM left in a database's folder that the tree holds; it is read after postgresql.conf. */
function automatic(container: RunningContainer, data: string): Configuration {
  const file = container.file(`${data}/postgresql.auto.conf`);
  return file === undefined ? joined([]) : readConfiguration(container, `${data}/postgresql.auto.conf`, file);
}

/** A container that is only a postgresql.conf: a file that was given alone. */
const lone = (container: RunningContainer): readonly string[] =>
  container.image === undefined && container.build === undefined && container.command.length === 0 ? container.files.filter((path) => /(?:^|\/)postgresql\.conf$/.test(path)) : [];
