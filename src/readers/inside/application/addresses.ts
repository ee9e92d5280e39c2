import { connectionString, hostsIn, isHost, portOf, type ConnectionString, type HostPart } from '../../../formats/connection-string/parts.ts';
import type { Connection, Protocol } from '../../../model/facts.ts';
import type { SourceTree, Word } from '../../../model/source.ts';
import type { Position } from '../../../model/entry.ts';
import type { RunningContainer } from '../running.ts';
import { startedWords } from '../started.ts';
import { placer, type Place } from './place.ts';

/** What a scheme speaks. */
const SCHEMES: readonly (readonly [RegExp, Protocol | undefined])[] = [
  [/^(?:postgres|postgresql|postgis|cockroachdb)(?:\+|:|$)|:postgresql$/, 'postgres'],
  [/^(?:mysql2?|mariadb)(?:\+|:|$)|^(?:jdbc:)?(?:mysql|mariadb)$/, 'mysql'],
  [/^(?:rediss?|valkey|sentinel)(?:\+|:|$)/, 'redis'],
  [/^mongodb(?:\+srv)?$/, 'mongodb'],
  [/^(?:amqps?|pyamqp|rabbitmq)$/, 'amqp'],
  [/^kafka$/, 'kafka'],
  [/^(?:https?|wss?)$/, 'http'],
  [/^(?:sqlite|file|data|s3|unix|gs|smb|git|ssh|sql|javascript|chrome-extension)(?:\+|:|$)/, undefined],
];

const protocolOf = (scheme: string): Protocol | undefined => {
  const found = SCHEMES.find(([pattern]) => pattern.test(scheme));
  return found === undefined ? 'other' : found[1];
};

/** Names of stores, and what they speak: DB_HOST, PGHOST, REDIS_HOST. */
const STORES: readonly (readonly [RegExp, Protocol])[] = [
  [/^(?:PG|POSTGRES|POSTGRESQL|PSQL|PGSQL)$/, 'postgres'],
  [/^(?:MYSQL|MARIADB)$/, 'mysql'],
  [/^(?:REDIS|VALKEY)$/, 'redis'],
  [/^(?:MONGO|MONGODB)$/, 'mongodb'],
  [/^(?:RABBIT|RABBITMQ|AMQP|RMQ)$/, 'amqp'],
  [/^(?:KAFKA)$/, 'kafka'],
];

/** Addresses that a browser or somebody outside is told, and those that a server itself listens on. */
const NOT_OURS = /^(?:NEXT_PUBLIC|VITE|REACT_APP|VUE_APP|NUXT_PUBLIC|PUBLIC|EXPO_PUBLIC|GATSBY|NG_APP|STORYBOOK|VIRTUAL|LETSENCRYPT)_|(?:^|_)(?:CORS|ORIGINS?|ALLOWED|PUBLIC|EXTERNAL|REDIRECT|CALLBACK|WEBHOOK|FRONTEND|ISSUER|NO_PROXY|TRUSTED|LISTEN|BIND|ADVERTISED|DOCS?|DOMAIN|SITE|HOMEPAGE|BROWSER|CLIENT)(?:_|$)/i;
const OWN_HOST = /^(?:HOST|HOSTNAME|SERVER_HOST|APP_HOST|APPLICATION_HOST|API_HOST|WEB_HOST|HTTP_HOST|UVICORN_HOST|FLASK_RUN_HOST|FLASK_HOST|FASTAPI_HOST|NUXT_HOST|NITRO_HOST|DJANGO_ALLOWED_HOSTS|GUNICORN_HOST|SERVER_NAME)$/i;

/** Whether a connection is to a database whose sessions are pooled. */
export const isDatabase = ({ protocol, text = '' }: Connection): boolean =>
  ['postgres', 'pgbouncer', 'mysql'].includes(protocol) || (protocol === 'other' && /DB|DATABASE|SQL|DATASOURCE/i.test(text.slice(0, Math.max(0, text.indexOf(':')))));

/** Every address that the environment tells a container to connect to: URLs, connection strings, hosts with their ports. */
export function connectionsOf(container: RunningContainer, tree: SourceTree): readonly Connection[] {
  const place = placer(tree);
  return [...[...container.environment].flatMap(([name, word]) => connectionsIn(container, name, word, place)), ...startedWords(container, place).slice(0, MOST_WORDS).flatMap((word) => connectionsInWord(container, word, place))];
}

/** No command that a person wrote has more words. */
const MOST_WORDS = 2000;

/** URLs of stores among the arguments of a command: `rq worker --url redis://queue:6379`. */
function connectionsInWord(container: RunningContainer, word: Word, place: Place): readonly Connection[] {
  if (word.text.length > 2000) return [];
  const [, flag = '', url] = /^(-{1,2}[A-Za-z][A-Za-z0-9_-]{0,60}=)?((?:postgres(?:ql)?|rediss?|valkey|amqps?|mysql|mongodb)(?:\+[a-z0-9_]{1,20})?:\/\/.{1,1900})$/.exec(word.text) ?? [];
  const parsed = url === undefined ? undefined : connectionString(url);
  if (parsed === undefined) return [];
  return fromString(container, flag === '' ? 'command' : flag.slice(0, -1), word, { ...parsed, hosts: parsed.hosts.map((host) => ({ ...host, offset: host.offset + flag.length })) }, place);
}

function connectionsIn(container: RunningContainer, name: string, word: Word, place: Place): readonly Connection[] {
  if (NOT_OURS.test(name) || word.text === '' || word.text.length > 4000) return [];
  const parsed = connectionString(word.text);
  if (parsed !== undefined) return fromString(container, name, word, parsed, place);
  return fromHost(container, name, word, place) ?? fromList(container, name, word, place);
}

function fromString({ component }: RunningContainer, name: string, word: Word, parsed: ConnectionString, place: Place): readonly Connection[] {
  const protocol = protocolOf(parsed.scheme);
  if (protocol === undefined) return [];
  return parsed.hosts.map((host) => connection(component, name, host, protocol, place(word, host.offset), parsed.form === 'url' ? `${parsed.scheme}://` : ''));
}

function connection(from: string, name: string, { host, port }: HostPart, protocol: Protocol, at: Position, scheme: string): Connection {
  return { from, host, ...(port === undefined ? {} : { port }), protocol, at, text: `${name}: ${scheme}${host}${port === undefined ? '' : `:${port}`}` };
}

const SUFFIX = /(?:HOSTNAME|SERVICE_HOST|HOST|SERVER|ADDRESS|ADDR|ENDPOINT)$/i;
const HOST_NAME = /^(.{1,80}?)_?(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS|SERVICE_HOST|ENDPOINT)$/i;

/** `DB_HOST` with `DB_PORT`; `undefined` where it is no such pair. */
function fromHost({ component, environment }: RunningContainer, name: string, word: Word, place: Place): readonly Connection[] | undefined {
  const prefix = OWN_HOST.test(name) ? undefined : HOST_NAME.exec(name)?.[1]?.replace(/_$/, '');
  if (prefix === undefined || prefix === '') return undefined;
  const [host = word.text, ownPort] = /^[^:]+:[0-9]{1,5}$/.test(word.text) ? word.text.split(':') : [word.text];
  if (!isHost(host) || /^(?:0\.0\.0\.0|true|false|[0-9]+)$/.test(host)) return [];
  const beside = name.replace(SUFFIX, (suffix) => (suffix === suffix.toUpperCase() ? 'PORT' : suffix.startsWith('h') ? 'port' : 'Port'));
  const port = portOf(ownPort ?? environment.get(beside)?.text ?? '');
  const protocol = storeOf(prefix, port, environment);
  // Any word can be somebody's host; of an unknown kind only one with a port is surely an address.
  if (protocol === 'other' && port === undefined && !/HOST/i.test(name)) return [];
  return [connection(component, name, { host, ...(port === undefined ? {} : { port }), offset: 0 }, protocol, place(word, 0), '')];
}

/** What a name such as `SHOP_DB` speaks: told by its words, its port, and what is said of the database elsewhere. */
function storeOf(prefix: string, port: number | undefined, environment: ReadonlyMap<string, Word>): Protocol {
  const words = prefix.toUpperCase().split(/[_.-]+/);
  const found = STORES.find(([pattern]) => words.some((word) => pattern.test(word)));
  if (found !== undefined) return found[1];
  if (!words.some((word) => /^(?:DB|DATABASE|SQL|DATASOURCE|RDS)$/.test(word))) return 'other';
  if (port === 3306) return 'mysql';
  if (port === 27_017) return 'mongodb';
  const said = [...environment].filter(([name]) => /(?:^|_)(?:CONNECTION|ENGINE|CLIENT|TYPE|DIALECT|DRIVER|VENDOR)$/i.test(name)).map(([, value]) => value.text).join(' ');
  return /mysql|maria/i.test(said) ? 'mysql' : port === 5432 || port === 6432 || /postgres|psycopg|pgsql|\bpg\b/i.test(said) ? 'postgres' : 'other';
}

/** `kafka:9092,kafka2:9092` in a variable that is about servers. */
function fromList({ component }: RunningContainer, name: string, word: Word, place: Place): readonly Connection[] {
  if (!/(?:SERVERS?|BROKERS?|NODES?|HOSTS?|ADDR|ADDRESSES|ENDPOINTS?|URLS?|URI|DSN|UPSTREAMS?|BACKENDS?)$/i.test(name) || !/^[A-Za-z0-9_.-]+:[0-9]{1,5}(?:,\s*[A-Za-z0-9_.-]+:[0-9]{1,5})*$/.test(word.text)) return [];
  const protocol = /KAFKA|BROKER|BOOTSTRAP/i.test(name) ? 'kafka' : /REDIS/i.test(name) ? 'redis' : /MONGO/i.test(name) ? 'mongodb' : 'other';
  return hostsIn(word.text, 0).map((host) => connection(component, name, host, protocol, place(word, host.offset), ''));
}
