import type { Directive } from '../../formats/nginx-syntax.ts';

/** Where the copy's files lie, and which names are upstreams of the configuration itself. */
export interface Copying {
  readonly folder: string;
  readonly upstreams: ReadonlySet<string>;
}

/** What would run code, open files of this host, or need an account or a certificate that the copy has not. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'pid', 'user', 'lock_file', 'daemon', 'master_process', 'include', 'load_module', 'env', 'ssl_certificate', 'ssl_certificate_key', 'ssl_trusted_certificate', 'ssl_client_certificate', 'ssl_verify_client',
  'ssl_dhparam', 'ssl_crl', 'ssl_password_file', 'ssl_engine', 'ssl_stapling', 'ssl_stapling_file', 'ssl_stapling_verify', 'ssl_session_ticket_key', 'proxy_ssl_certificate', 'proxy_ssl_certificate_key',
  'proxy_ssl_trusted_certificate', 'proxy_ssl_verify', 'proxy_ssl_crl', 'uwsgi_ssl_trusted_certificate', 'grpc_ssl_trusted_certificate', 'perl_modules', 'perl_require', 'perl', 'perl_set', 'js_import', 'js_include', 'js_path',
  'geoip_country', 'geoip_city', 'geoip_org', 'geoip2', 'google_perftools_profiles', 'debug_points', 'working_directory', 'worker_rlimit_core', 'thread_pool', 'xslt_stylesheet', 'xml_entities', 'ssl_object_cache_inheritable', 'auth_basic_user_file', 'worker_cpu_affinity', 'worker_priority',
]);

const DEVICES: ReadonlySet<string> = new Set(['/dev/stdout', '/dev/stderr', '/dev/null', 'stderr', 'off']);
const PLAIN = /^[A-Za-z0-9._-]+$/;

/** The arguments in the copy; `undefined` where the directive is left out. */
export function mapArguments({ name, args }: Pick<Directive, 'name' | 'args'>, copying: Copying): readonly string[] | undefined {
  const words = args.map(({ text }) => text);
  const [first = '', ...rest] = words;
  if (LEFT_OUT.has(name) || name.endsWith('_by_lua') || name.endsWith('_by_lua_file')) return undefined;
  if (name === 'listen') return listen(first, rest);
  if (name === 'access_log' || name === 'error_log') return DEVICES.has(first) || first.startsWith('syslog:') || first.startsWith('memory:') ? words.map((word, i) => (i === 0 && word !== 'off' ? 'stderr' : word)) : [`${copying.folder}/log`, ...rest];
  if (name.endsWith('_cache_path') || name.endsWith('_temp_path')) return [inFolder(first, copying), ...rest];
  if (name === 'resolver') return ['127.0.0.1', ...rest.filter((word) => word.includes('='))];
  if (name === 'server' && args.length > 0) return [neighbour(first, new Set()), ...rest];
  if (/^(proxy|grpc|uwsgi|fastcgi|scgi|memcached)_pass$/.test(name)) return [passed(first, copying.upstreams), ...rest];
  return words;
}

/** Another port for each address, on the loopback: twins in the file stay twins. */
function listen(address: string, rest: readonly string[]): readonly string[] {
  const parameters = rest.filter((word) => word !== 'ssl' && word !== 'quic' && !word.startsWith('ipv6only') && !word.startsWith('bind') && !word.startsWith('setfib') && !word.startsWith('accept_filter'));
  const port = Number(/(?:^|[^0-9])([0-9]+)$/.exec(address)?.[1] ?? 80) + (address.startsWith('[') ? 97 : 0) + (address.startsWith('unix:') ? 193 : 0);
  return [`127.0.0.1:${20_000 + (port % 20_000)}`, ...parameters];
}

const inFolder = (path: string, { folder }: Copying): string => `${folder}/${path.replace(/[^A-Za-z0-9]+/g, '-')}`;

/** `api:3000` as an address that needs no name server. */
function neighbour(address: string, known: ReadonlySet<string>): string {
  if (address.includes('$') || address.startsWith('unix:') || address.startsWith('[')) return address;
  const [host = '', port] = address.split(':');
  if (known.has(host) || !PLAIN.test(host)) return address;
  return port === undefined ? '127.0.0.1' : `127.0.0.1:${port}`;
}

function passed(url: string, upstreams: ReadonlySet<string>): string {
  const [, scheme = '', authority = '', path = ''] = /^([a-z]+:\/\/)?([^/]*)(.*)$/s.exec(url) ?? [];
  return `${scheme}${neighbour(authority, upstreams)}${path}`;
}
