import { copyLines, type Mapped } from './lines.ts';

/** Where a copy of PgBouncer and the database behind it live. */
export interface PgbouncerPlace {
  readonly folder: string;
  readonly port: number;
  readonly serverPort: number;
  readonly userlist: string;
}

/** A copy of pgbouncer.ini for this machine. */
export function pgbouncerCopy(ini: string, place: PgbouncerPlace): { readonly text: string; readonly mapped: readonly Mapped[] } {
  const stated = new Set<string>();
  const copy = copyLines(ini, ' = ', (name, value, section) => {
    if (section === 'databases') return database(value, place.serverPort);
    if (section !== 'pgbouncer') return undefined;
    stated.add(name);
    switch (name) {
      case 'listen_addr': return '127.0.0.1';
      case 'listen_port': return String(place.port);
      case 'unix_socket_dir': return place.folder;
      case 'auth_file': return place.userlist;
      case 'logfile': case 'pidfile': return value === '' ? undefined : `${place.folder}/${name}`;
      case 'client_tls_key_file': case 'server_tls_key_file': return `${place.folder}/key.pem`;
      case 'client_tls_cert_file': case 'client_tls_ca_file': case 'server_tls_cert_file': case 'server_tls_ca_file': return `${place.folder}/certificate.pem`;
      default: return undefined;
    }
  });
  const silent = Object.entries({ listen_addr: '127.0.0.1', listen_port: String(place.port), unix_socket_dir: place.folder })
    .filter(([name]) => !stated.has(name)).map(([name, value]) => `${name} = ${value}`);
  return {
    text: silent.length === 0 ? copy.text : copy.text.replace(/^\s*\[pgbouncer\].*$/m, (line) => [line, ...silent].join('\n')),
    mapped: [...copy.mapped, ...silent.map((to) => ({ from: '', to }))],
  };
}

function database(connection: string, serverPort: number): string {
  const rest = connection.replace(/\b(host|port)\s*=\s*('[^']*'|\S+)\s*/g, '').trim();
  return `host=127.0.0.1 port=${serverPort} ${rest}`.trim();
}
