import { join } from 'node:path';
import type { Mapped } from './lines.ts';
import { directives, unquoted, type Directive } from './nginx-directives.ts';

/** Where the copy's files, ports and neighbours are. */
export interface NginxPlace {
  readonly folder: string;
  /** The address that it listens on. */
  readonly host: string;
  /** The free port that stands for each port that the file listens on. */
  readonly ports: ReadonlyMap<number, number>;
  /** The loopback address that stands for an upstream as the file writes it: `api:3000` is `127.0.0.2:18000`. */
  readonly upstreams: ReadonlyMap<string, string>;
  readonly resolverPort: number;
  /** The network that stands for those of Docker's bridges, through whose gateways clients come there; without it they stay as they are. */
  readonly bridge?: string;
  readonly ipv6: 'yes' | 'no';
}

/** A copy, what differs in it, and the full paths of files that it names. */
export interface NginxCopy { readonly text: string; readonly mapped: readonly Mapped[]; readonly paths: readonly string[] }

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
export function nginxCopy(conf: string, place: NginxPlace): NginxCopy {
  const all = directives(conf);
  const upstreamNames = new Set(all.filter((each) => each.name === 'upstream').map((each) => each.args[0] ?? ''));
  const mapped: Mapped[] = [];
  const paths: string[] = [];
  let text = '';
  let copied = 0;
  for (const each of all) {
    const args = each.block === 'yes' ? undefined : mapArgs(each, place, upstreamNames);
    const name = each.within === 'geo' && each.name === BRIDGES ? place.bridge ?? each.name : each.name;
    const to = args === 'drop' ? '' : args === undefined && name === each.name ? undefined : [name, ...(args ?? each.args)].join(' ');
    const from = conf.slice(each.start, each.end);
    if (to === undefined || to === from) continue;
    mapped.push({ from, to });
    if (args !== 'drop') paths.push(...(args ?? []).map((arg) => arg.replace(/^unix:/, '')).filter((arg) => arg.startsWith(place.folder)));
    text += conf.slice(copied, each.start) + to;
    copied = args === 'drop' ? each.end + 1 : each.end;
  }
  return { text: text + conf.slice(copied), mapped, paths };
}

/** The networks that Docker gives its bridges. */
const BRIDGES = '172.16.0.0/12';

const devices = new Set(['/dev/stdout', '/dev/stderr', '/dev/null', 'stderr', 'off']);

function mapArgs({ name, args, within }: Directive, place: NginxPlace, upstreamNames: ReadonlySet<string>): readonly string[] | 'drop' | undefined {
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
  if (name === 'set_real_ip_from') return path === BRIDGES && place.bridge !== undefined ? [place.bridge] : undefined;
  if (name === 'listen') return mapListen(path, rest, place);
  if (name === 'resolver') return [`127.0.0.1:${place.resolverPort}`, ...args.filter((arg) => arg.includes('='))];
  if (name === 'server' && within === 'upstream') return mapUpstreamServer(path, rest, place);
  if (name === 'set') return mapKnownHosts(args, place);
  if (/^(proxy|grpc|uwsgi|fastcgi)_pass$/.test(name)) return mapPass(path, place, upstreamNames);
  return undefined;
}

function mapListen(address: string, rest: readonly string[], place: NginxPlace): readonly string[] | 'drop' | undefined {
  if (address.startsWith('unix:')) return [`unix:${join(place.folder, 'files', address.slice(5))}`, ...rest];
  const port = place.ports.get(listenPort(address) ?? 0);
  if (!address.startsWith('[')) return [`${place.host}:${port}`, ...rest];
  return place.ipv6 === 'yes' ? [`[::1]:${port}`, ...rest] : 'drop';
}

function listenPort(address: string): number | undefined {
  const plain = unquoted(address);
  if (plain.startsWith('unix:')) return undefined;
  return Number(/(?:^|:)(\d+)$/.exec(plain)?.[1] ?? 80);
}

function mapUpstreamServer(address: string, rest: readonly string[], place: NginxPlace): readonly string[] | undefined {
  if (address.startsWith('unix:')) return undefined;
  const [name = '', written = '80'] = address.split(':');
  const [host = '127.0.0.1', port = written] = place.upstreams.get(`${name}:${written}`)?.split(':') ?? [];
  // `resolve` asks our name server, which knows the name: only without it must the host be an address.
  return [`${rest.includes('resolve') ? name : host}:${port}`, ...rest];
}

function mapPass(url: string, place: NginxPlace, upstreamNames: ReadonlySet<string>): readonly string[] | undefined {
  const [, scheme = '', host = '', written, rest = ''] = /^([a-z]+:\/\/)?([^/:$]+)(?::(\d+))?(.*)$/s.exec(url) ?? [];
  if (host === '' || host === 'unix' || url.includes('$') || upstreamNames.has(host)) return undefined;
  const port = written ?? (scheme === 'https://' ? '443' : '80');
  return [`${scheme}${place.upstreams.get(`${host}:${port}`) ?? `127.0.0.1:${port}`}${rest}`];
}

function mapKnownHosts(args: readonly string[], place: NginxPlace): readonly string[] {
  return args.map((arg) => {
    const [key, address] = [...place.upstreams].find(([name]) => arg.includes(name)) ?? [];
    return key === undefined || address === undefined ? arg : arg.replace(key, `${key.split(':')[0]}:${address.split(':')[1]}`);
  });
}
