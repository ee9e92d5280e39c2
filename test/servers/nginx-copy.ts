import { join } from 'node:path';
import { directives, unquoted, type Directive } from './nginx-directives.ts';

/** Where the test copy's files, ports and neighbours are. */
export interface Place {
  readonly folder: string;
  /** The free port that stands for each port that the file listens on. */
  readonly ports: ReadonlyMap<number, number>;
  /** The loopback port that stands for an upstream as the file writes it, such as `api:3000`. */
  readonly upstreams: ReadonlyMap<string, number>;
  readonly resolverPort: number;
  readonly ipv6: 'yes' | 'no';
}

/** One statement that the test copy says differently. */
export interface Mapped { readonly from: string; readonly to: string }

/** A test copy, what differs in it, and the full paths of files that it names. */
export interface TestCopy { readonly text: string; readonly mapped: readonly Mapped[]; readonly paths: readonly string[] }

/** The ports that a file listens on, in its order. */
export function listenPorts(conf: string): readonly number[] {
  const ports = directives(conf).filter((each) => each.name === 'listen').map((each) => listenPort(each.args[0] ?? ''));
  return [...new Set(ports.filter((port) => port !== undefined))];
}

/** The servers of a file's upstreams as it writes them, such as `api:3000`. */
export function upstreamAddresses(conf: string): readonly string[] {
  return directives(conf).filter((each) => each.name === 'server' && each.within === 'upstream').map((each) => unquoted(each.args[0] ?? ''));
}

/** The same configuration with the container's paths, ports and neighbours mapped to this machine's; all else stays as it is. */
export function testCopy(conf: string, place: Place): TestCopy {
  const all = directives(conf);
  const upstreamNames = new Set(all.filter((each) => each.name === 'upstream').map((each) => each.args[0] ?? ''));
  const mapped: Mapped[] = [];
  const paths: string[] = [];
  let text = '';
  let copied = 0;
  for (const each of all) {
    const args = each.block === 'yes' ? undefined : mapArgs(each, place, upstreamNames);
    const to = args === 'drop' ? '' : args && [each.name, ...args].join(' ');
    const from = conf.slice(each.start, each.end);
    if (to === undefined || to === from) continue;
    mapped.push({ from, to });
    if (args !== 'drop') paths.push(...(args ?? []).map((arg) => arg.replace(/^unix:/, '')).filter((arg) => arg.startsWith(place.folder)));
    text += conf.slice(copied, each.start) + to;
    copied = args === 'drop' ? each.end + 1 : each.end;
  }
  return { text: text + conf.slice(copied), mapped, paths };
}

const devices = new Set(['/dev/stdout', '/dev/stderr', '/dev/null', 'stderr', 'off']);

function mapArgs({ name, args, within }: Directive, place: Place, upstreamNames: ReadonlySet<string>): readonly string[] | 'drop' | undefined {
  const [first = '', ...rest] = args;
  const path = unquoted(first);
  const inFolder = () => (path.startsWith('/') ? [join(place.folder, 'files', path), ...rest] : undefined);
  if (name === 'pid' || name === 'lock_file' || name === 'proxy_cache_path' || name.endsWith('_temp_path')) return inFolder();
  if (name === 'access_log' || name === 'error_log') return devices.has(path) ? undefined : inFolder();
  if (name === 'include') return path.endsWith('mime.types') ? [join(place.folder, 'mime.types')] : undefined;
  if (name === 'ssl_certificate_key') return path.includes('$') ? undefined : [join(place.folder, 'key.pem')];
  if (['ssl_certificate', 'ssl_trusted_certificate', 'ssl_client_certificate'].includes(name)) {
    return path.includes('$') ? undefined : [join(place.folder, 'certificate.pem')];
  }
  if (name === 'listen') return mapListen(path, rest, place);
  if (name === 'resolver') return [`127.0.0.1:${place.resolverPort}`, ...args.filter((arg) => arg.includes('='))];
  if (name === 'server' && within === 'upstream') return mapUpstreamServer(path, rest, place);
  if (name === 'set') return mapKnownHosts(args, place);
  if (/^(proxy|grpc|uwsgi|fastcgi)_pass$/.test(name)) return mapPass(path, place, upstreamNames);
  return undefined;
}

function mapListen(address: string, rest: readonly string[], place: Place): readonly string[] | 'drop' | undefined {
  if (address.startsWith('unix:')) return [`unix:${join(place.folder, 'files', address.slice(5))}`, ...rest];
  const port = place.ports.get(listenPort(address) ?? 0);
  if (!address.startsWith('[')) return [`127.0.0.1:${port}`, ...rest];
  return place.ipv6 === 'yes' ? [`[::1]:${port}`, ...rest] : 'drop';
}

function listenPort(address: string): number | undefined {
  const plain = unquoted(address);
  if (plain.startsWith('unix:')) return undefined;
  return Number(/(?:^|:)(\d+)$/.exec(plain)?.[1] ?? 80);
}

function mapUpstreamServer(address: string, rest: readonly string[], place: Place): readonly string[] | undefined {
  if (address.startsWith('unix:')) return undefined;
  const [host = '', written = '80'] = address.split(':');
  const port = place.upstreams.get(`${host}:${written}`) ?? Number(written);
  // `resolve` asks the resolver, and the tests' resolver knows every name: only without it must the host be an address.
  return [`${rest.includes('resolve') ? host : '127.0.0.1'}:${port}`, ...rest];
}

function mapPass(url: string, place: Place, upstreamNames: ReadonlySet<string>): readonly string[] | undefined {
  const [, scheme = '', host = '', written, rest = ''] = /^([a-z]+:\/\/)?([^/:$]+)(?::(\d+))?(.*)$/s.exec(url) ?? [];
  if (host === '' || host === 'unix' || url.includes('$') || upstreamNames.has(host)) return undefined;
  const port = written ?? (scheme === 'https://' ? '443' : '80');
  return [`${scheme}127.0.0.1:${place.upstreams.get(`${host}:${port}`) ?? port}${rest}`];
}

function mapKnownHosts(args: readonly string[], place: Place): readonly string[] {
  return args.map((arg) => {
    const [key, port] = [...place.upstreams].find(([name]) => arg.includes(name)) ?? [];
    return key === undefined ? arg : arg.replace(key, `${key.split(':')[0]}:${port}`);
  });
}
