import type { PostgresMajor } from './tools.ts';

/** What the test server is told otherwise than its file says. */
export interface PostgresCopy {
  readonly text: string;
  /** Lines of the file that the test build cannot take: from, to. */
  readonly mapped: readonly { readonly from: string; readonly to: string }[];
  /** Settings of the file that point into a container, and what the command line says instead. */
  readonly overridden: Readonly<Record<string, string>>;
}

/**
 * The file as it is, but for two things that cannot be had here.
 * The test builds of PostgreSQL lack lz4 and zstd, which the official images have: such a value becomes `pglz`.
 * Files and folders of the container are overridden on the command line.
 */
export function postgresCopy(conf: string, major: PostgresMajor, folder: string): PostgresCopy {
  const mapped: { from: string; to: string }[] = [];
  const text = conf.replace(/^[ \t]*(wal_compression|default_toast_compression)\b[ \t]*=?[ \t]*'?(?:lz4|zstd)'?/gm, (from, name: string) => {
    const to = `${name} = ${name === 'wal_compression' && major < 15 ? 'on' : 'pglz'}`;
    mapped.push({ from, to });
    return to;
  });
  const stated = (name: string) => new RegExp(`^[ \\t]*${name}\\b`, 'm').test(conf);
  const places: Readonly<Record<string, string>> = {
    data_directory: `${folder}/data`,
    hba_file: `${folder}/data/pg_hba.conf`,
    ident_file: `${folder}/data/pg_ident.conf`,
    external_pid_file: `${folder}/postgres.pid`,
    log_directory: `${folder}/log`,
    ssl_cert_file: `${folder}/certificate.pem`,
    ssl_key_file: `${folder}/key.pem`,
    ssl_ca_file: `${folder}/certificate.pem`,
  };
  return { text, mapped, overridden: Object.fromEntries(Object.entries(places).filter(([name]) => stated(name))) };
}
