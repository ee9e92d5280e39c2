import type { Mapped } from './lines.ts';

/** Where a copy of PostgreSQL lives. */
export interface PostgresPlace { readonly folder: string; readonly port: number }

/** The settings that point into a container or a network, and what the command line says instead; those that the file does not state are said too where their default would lead elsewhere. */
export function postgresPlaces(conf: string, { folder, port }: PostgresPlace): Readonly<Record<string, string>> {
  const always = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: folder };
  const whereStated: Readonly<Record<string, string>> = {
    data_directory: `${folder}/data`,
    hba_file: `${folder}/data/pg_hba.conf`,
    ident_file: `${folder}/data/pg_ident.conf`,
    external_pid_file: `${folder}/postgres.pid`,
    log_directory: `${folder}/log`,
    ssl_cert_file: `${folder}/certificate.pem`,
    ssl_key_file: `${folder}/key.pem`,
    ssl_ca_file: `${folder}/certificate.pem`,
  };
  return { ...always, ...Object.fromEntries(Object.entries(whereStated).filter(([name]) => statement(conf, name) !== undefined)) };
}

/** The overridden settings as lines of the file. */
export const postgresMapped = (conf: string, places: Readonly<Record<string, string>>): readonly Mapped[] =>
  Object.entries(places).map(([name, value]) => ({ from: statement(conf, name) ?? '', to: `${name} = '${value}'` }));

const statement = (conf: string, name: string): string | undefined => new RegExp(`^[ \\t]*${name}\\b.*$`, 'm').exec(conf)?.[0].trim();
