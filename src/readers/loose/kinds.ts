import type { SourceFile } from '../../model/source.ts';

/** A kind of configuration file that is told by its name, and how its server usually sees it. */
export interface LooseKind {
  /** What it is, for people; also the name of the component. */
  readonly name: string;
  readonly image: string;
  readonly matches: (path: string) => boolean;
  /** Whether the text is what the name promises; needed where the name is used by others too. */
  readonly looks?: (text: string) => boolean;
  /** Where the server finds the file. */
  readonly mountedAt: (file: SourceFile) => string;
  /** How the server is started with the file at that path. */
  readonly command: (path: string) => readonly string[];
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const named = (...names: readonly string[]) => (path: string): boolean => names.includes(nameOf(path));
const at = (place: string) => (): string => place;

/** Below one of these folders a `*.conf` is nginx's. */
const NGINX_FOLDER = /(^|\/)(nginx|conf\.d|sites-(available|enabled))\/[^/]+\.(conf|conf\.template)$/;
const looksLikeNginx = (text: string): boolean => /(^|\n)[ \t]*(server|http|upstream|events|stream)[ \t\r\n]*([a-z0-9_.-]+[ \t\r\n]*)?\{/i.test(text.slice(0, 100_000));
const isWhole = (text: string): boolean => /(^|\n)[ \t]*(http|events|stream)[ \t\r\n]*\{/.test(text);

/** Games have a server.properties too. */
const looksLikeKafka = (text: string): boolean => /^[ \t]*(process\.roles|broker\.id|zookeeper\.connect|log\.dirs|advertised\.listeners)[ \t]*[=:]/m.test(text.slice(0, 100_000));

/** The files that are read even where no Compose file and no manifest names them. */
const looseKinds: readonly LooseKind[] = [
  {
    name: 'nginx', image: 'nginx', matches: (path) => /(^|[.-])nginx\.conf$/.test(nameOf(path)) || NGINX_FOLDER.test(path), looks: looksLikeNginx,
    mountedAt: ({ path, text }) => (isWhole(text) ? '/etc/nginx/nginx.conf' : `/etc/nginx/conf.d/${nameOf(path)}`), command: () => ['nginx', '-g', 'daemon off;'],
  },
  {
    name: 'postgres', image: 'postgres', matches: named('postgresql.conf', 'postgres.conf'),
    mountedAt: at('/etc/postgresql/postgresql.conf'), command: (path) => ['postgres', '-c', `config_file=${path}`],
  },
  { name: 'redis', image: 'redis', matches: named('redis.conf', 'valkey.conf'), mountedAt: at('/usr/local/etc/redis/redis.conf'), command: (path) => ['redis-server', path] },
  { name: 'pgbouncer', image: 'pgbouncer', matches: named('pgbouncer.ini'), mountedAt: at('/etc/pgbouncer/pgbouncer.ini'), command: (path) => ['pgbouncer', path] },
  { name: 'kafka', image: 'kafka', matches: named('server.properties'), looks: looksLikeKafka, mountedAt: at('/etc/kafka/server.properties'), command: (path) => ['kafka-server-start.sh', path] },
  { name: 'gunicorn', image: 'python', matches: (path) => /^gunicorn([._-]?(conf|config))?(\.conf)?\.py$/.test(nameOf(path)), mountedAt: at('/app/gunicorn.conf.py'), command: (path) => ['gunicorn', '-c', path] },
  {
    name: 'node', image: 'node', matches: (path) => /^ecosystem\.config\.(c?js|json)$/.test(nameOf(path)),
    mountedAt: ({ path }) => `/app/${nameOf(path)}`, command: (path) => ['pm2-runtime', path],
  },
  { name: 'node', image: 'node', matches: named('server.config.mjs'), mountedAt: at('/app/server.config.mjs'), command: () => ['node', 'server.mjs'] },
  { name: 'haproxy', image: 'haproxy', matches: named('haproxy.cfg'), mountedAt: at('/usr/local/etc/haproxy/haproxy.cfg'), command: (path) => ['haproxy', '-f', path] },
  { name: 'traefik', image: 'traefik', matches: named('traefik.yml', 'traefik.yaml'), mountedAt: at('/etc/traefik/traefik.yml'), command: () => ['traefik'] },
  { name: 'caddy', image: 'caddy', matches: named('Caddyfile'), mountedAt: at('/etc/caddy/Caddyfile'), command: (path) => ['caddy', 'run', '--config', path] },
];

/** The kind of a file that is configuration by its name and text. */
export function looseKindOf(path: string, file: (path: string) => SourceFile | undefined): LooseKind | undefined {
  const kind = looseKinds.find((candidate) => candidate.matches(path));
  if (kind?.looks === undefined) return kind;
  const found = file(path);
  return found !== undefined && kind.looks(found.text) ? kind : undefined;
}

/** What a file is by its text: only asked of files that somebody names, whatever their own names are. */
const BY_TEXT: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['pgbouncer', /^[ \t]*\[pgbouncer\]/m],
  ['haproxy', /^(frontend|backend|listen)[ \t]+\S/m],
  ['gunicorn', /^(workers|bind|worker_class)[ \t]*=[ \t]*\S/m],
  ['postgres', /^[ \t]*(max_connections|shared_buffers|work_mem|listen_addresses|wal_level)[ \t]*[= \t]/m],
  ['kafka', /^[ \t]*(process\.roles|broker\.id|zookeeper\.connect|num\.partitions|advertised\.listeners)[ \t]*[=:]/m],
  ['redis', /^[ \t]*(maxmemory|maxmemory-policy|appendonly|appendfsync)[ \t]+\S/m],
];

/** The kind of a file that was named, told by its text where its name says nothing. */
export function namedKindOf({ path, text }: SourceFile): LooseKind | undefined {
  if (/\.(ya?ml|json|md|toml)$/.test(path)) return undefined;
  const name = looksLikeNginx(text) ? 'nginx' : BY_TEXT.find(([, pattern]) => pattern.test(text))?.[0];
  return looseKinds.find((kind) => kind.name === name);
}

/** Files that are known and not read, and why. */
const NOT_READ: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)traefik\.toml$/, 'Traefik is read from YAML, not TOML'],
  [/(^|\/)Chart\.yaml$/, 'a Helm chart is a template: render it with helm template, and name the result'],
  [/\.tf$/, 'Terraform is not read'],
  [/(^|\/)(httpd|apache2)\.conf$/, 'Apache is not read'],
  [/(^|\/)my\.cnf$/, 'MySQL is not read'],
  [/(^|\/)envoy\.ya?ml$/, 'Envoy is not read'],
];

/** Why a file that is configuration by its name is not read. */
export const notRead = (path: string): string | undefined => NOT_READ.find(([pattern]) => pattern.test(path))?.[1];
