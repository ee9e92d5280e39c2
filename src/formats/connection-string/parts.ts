/** A host of a connection string, and where it stands in it (characters before it). */
export interface HostPart {
  readonly host: string;
  readonly port?: number;
  readonly offset: number;
}

/** A parameter of a connection string, and where its value stands in it. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly offset: number;
}

/** What a connection string says. Users and passwords are not kept. */
export interface ConnectionString {
  /** `postgresql`, `redis`, `http`; of the form `key=value` what is told from its keys, else empty. */
  readonly scheme: string;
  readonly hosts: readonly HostPart[];
  readonly parameters: readonly Parameter[];
  /** `Host=db;Port=5432` of .NET, or `host=db port=5432` of libpq. */
  readonly form: 'url' | 'ado' | 'libpq';
}

const LONGEST = 4000;
const HOST = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?$/;

/** Whether a text can be the name or address of a host. */
export const isHost = (text: string): boolean => HOST.test(text);

/** Reads `host`, `host:port` and lists of them. */
export function hostsIn(text: string, offset: number): readonly HostPart[] {
  const hosts: HostPart[] = [];
  let at = 0;
  for (const item of text.split(',')) {
    const trimmed = item.trim();
    const lead = at + item.indexOf(trimmed);
    const colon = trimmed.lastIndexOf(':');
    const host = colon < 0 ? trimmed : trimmed.slice(0, colon);
    const port = colon < 0 ? undefined : portOf(trimmed.slice(colon + 1));
    if (isHost(host) && (colon < 0 || port !== undefined)) hosts.push({ host, ...(port === undefined ? {} : { port }), offset: offset + lead });
    at += item.length + 1;
  }
  return hosts;
}

/** A port, or `undefined`. */
export function portOf(text: string): number | undefined {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** Reads a connection string of any of the usual forms; `undefined` where it is none. */
export function connectionString(text: string): ConnectionString | undefined {
  if (text.length > LONGEST) return undefined;
  return url(text) ?? ado(text) ?? libpq(text) ?? goMysql(text);
}

/** `scheme://user:password@host:port,host:port/path?name=value`. */
function url(text: string): ConnectionString | undefined {
  const [matched = '', jdbc = '', scheme = ''] = /^(jdbc:|r2dbc:)?([A-Za-z][A-Za-z0-9+.:-]{0,60}):\/\//.exec(text) ?? [];
  if (matched === '') return undefined;
  const question = text.indexOf('?', matched.length);
  const beforeQuery = question < 0 ? text.length : question;
  const at = text.lastIndexOf('@', beforeQuery - 1);
  // A password may hold a slash that nobody escaped: what counts is the last @ before the query.
  const start = at >= matched.length ? at + 1 : matched.length;
  const [authority = ''] = /^[^/?#]*/.exec(text.slice(start, beforeQuery)) ?? [];
  const semicolons = jdbc !== '' && authority.includes(';');
  const hosts = hostsIn((semicolons ? authority.split(';')[0] : authority)?.replace(/^(?:tcp|address)\(([^)]*)\)$/, '$1') ?? '', start);
  return { scheme: scheme.toLowerCase(), hosts, parameters: question < 0 ? [] : queryOf(text, question + 1), form: 'url' };
}

function queryOf(text: string, from: number): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let at = from;
  for (const pair of text.slice(from).split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0) parameters.push({ name: pair.slice(0, equals), value: pair.slice(equals + 1), offset: at + equals + 1 });
    at += pair.length + 1;
  }
  return parameters;
}

const SECRET = /^(?:password|pwd|user id|uid|user|username)$/i;

/** `Host=db;Port=5432;Maximum Pool Size=20`. */
function ado(text: string): ConnectionString | undefined {
  if (!text.includes('=') || !text.includes(';')) return undefined;
  const parameters: Parameter[] = [];
  let at = 0;
  for (const pair of text.split(';')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals).trim();
    const value = pair.slice(equals + 1);
    if (equals > 0 && /^[A-Za-z][A-Za-z ]{0,40}$/.test(name) && !SECRET.test(name)) parameters.push({ name, value: value.trim(), offset: at + equals + 1 + (value.length - value.trimStart().length) });
    at += pair.length + 1;
  }
  const server = named(parameters, ['host', 'server', 'data source', 'address']);
  if (server === undefined) return undefined;
  const port = portOf(named(parameters, ['port'])?.value ?? '');
  const bare = server.value.replace(/^tcp:/i, '');
  const [host = '', own] = bare.split(/[,:]/);
  const at2 = portOf(own ?? '') ?? port;
  const hosts = isHost(host) ? [{ host, ...(at2 === undefined ? {} : { port: at2 }), offset: server.offset + server.value.length - bare.length }] : [];
  const scheme = /^(?:data source|server)$/i.test(server.name) ? (port === 3306 || named(parameters, ['sslmode']) !== undefined ? 'mysql' : port === 5432 ? 'postgresql' : 'sqlserver') : 'postgresql';
  return { scheme, hosts, parameters, form: 'ado' };
}

/** `host=db port=5432 dbname=shop`. */
function libpq(text: string): ConnectionString | undefined {
  if (!/(?:^|\s)host(?:addr)?=/.test(text)) return undefined;
  const parameters: Parameter[] = [];
  for (const found of text.matchAll(/([a-z_]{1,40})=('[^']*'|\S+)/g)) {
    const [, name = '', value = ''] = found;
    if (!SECRET.test(name)) parameters.push({ name, value: value.replace(/^'(.*)'$/, '$1'), offset: found.index + name.length + 1 });
  }
  const host = named(parameters, ['host', 'hostaddr']);
  const port = portOf(named(parameters, ['port'])?.value ?? '');
  const hosts = host !== undefined && isHost(host.value) ? [{ host: host.value, ...(port === undefined ? {} : { port }), offset: host.offset }] : [];
  return { scheme: 'postgresql', hosts, parameters, form: 'libpq' };
}

/** `user:password@tcp(db:3306)/shop` of Go's MySQL driver. */
function goMysql(text: string): ConnectionString | undefined {
  const found = /@tcp\(([^()]{1,300})\)\//.exec(text);
  if (found === null) return undefined;
  const question = text.indexOf('?', found.index);
  return { scheme: 'mysql', hosts: hostsIn(found[1] ?? '', found.index + 5), parameters: question < 0 ? [] : queryOf(text, question + 1), form: 'url' };
}

/** The parameter of one of these names, in any case. */
export const named = (parameters: readonly Parameter[], names: readonly string[]): Parameter | undefined => parameters.find((one) => names.includes(one.name.toLowerCase()));
