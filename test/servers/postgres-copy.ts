import type { Mapped } from '../../src/live/copies/lines.ts';
import { postgresPlaces } from '../../src/live/copies/postgres.ts';
import type { PostgresMajor } from './tools.ts';

/** What the test server is told otherwise than its file says. */
export interface PostgresCopy {
  readonly text: string;
  /** Lines of the file that the test build cannot take: from, to. */
  readonly mapped: readonly Mapped[];
  /** Settings of the file that point into a container, and what the command line says instead. */
  readonly overridden: Readonly<Record<string, string>>;
}

/**
 * The file as it is, but for two things that cannot be had here.
 * The test builds of PostgreSQL lack lz4 and zstd, which the official images have: such a value becomes `pglz`.
 * Files, folders, port and address are overridden on the command line.
 */
export function postgresCopy(conf: string, major: PostgresMajor, place: { readonly folder: string; readonly port: number }): PostgresCopy {
  const mapped: Mapped[] = [];
  const text = conf.replace(/^[ \t]*(wal_compression|default_toast_compression)\b[ \t]*=?[ \t]*'?(?:lz4|zstd)'?/gm, (from, name: string) => {
    const to = `${name} = ${name === 'wal_compression' && major < 15 ? 'on' : 'pglz'}`;
    mapped.push({ from, to });
    return to;
  });
  return { text, mapped, overridden: postgresPlaces(conf, place) };
}
