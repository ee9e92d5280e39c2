import { isLoopback } from '../../../formats/host-port.ts';
import { inFamily, serversOf, within, type NginxConfig } from '../../../formats/nginx-config.ts';
import { countIn } from '../../../formats/nginx-quantities.ts';
import type { Directive } from '../../../formats/nginx-syntax.ts';
import { port as portSetting } from '../../../settings/component.ts';
import { listens } from '../../../settings/found.ts';
import * as nginx from '../../../settings/nginx.ts';
import { argument, entryOf, hasWord, joined, NONE, parameter, readAs, unreadOf, type Read } from './entries.ts';
import { defaultEntry } from '../../../model/entry.ts';

/** One `listen` on an address that others reach. */
interface Listen {
  readonly directive: Directive;
  readonly first: number;
  readonly last: number;
}

/** Ports of one range, and all that are told. */
const MOST_PORTS = 100;
const MOST_LISTENS = 500;

/** The ports that nginx listens on, and what `listen` says beside; `usual` is the port of a server without any. */
export function listensOf(component: string, config: NginxConfig, usual: number | undefined): Read {
  const http = serversOf(config).map(({ directive }) => directive);
  const stream = inFamily(config, 'server', 'stream');
  const all = [...http, ...stream].flatMap((server) => within(server, 'listen'));
  const found = all.flatMap((directive) => portsOf(directive) ?? []);
  const unnamed = http.filter((server) => within(server, 'listen').length === 0);
  const own = http.filter((server) => !isForExporter(server)).flatMap((server) => within(server, 'listen')).flatMap((directive) => portsOf(directive) ?? []);
  const plain = own.find(({ directive }) => !hasWord(directive, 'ssl'));
  const tls = own.find(({ directive }) => hasWord(directive, 'ssl'));
  const status = http.filter(isForExporter).flatMap((server) => within(server, 'listen')).flatMap((directive) => portsOf(directive) ?? [])[0];
  const queue = own.find(({ directive }) => parameter(directive, 'backlog') !== undefined)?.directive;
  return joined(
    { entries: found.slice(0, MOST_LISTENS).flatMap(({ directive, first, last }) => Array.from({ length: Math.min(MOST_PORTS, last - first + 1) }, (_, i) => entryOf(component, listens, true, directive, String(first + i)))).slice(0, MOST_LISTENS), unread: [] },
    { entries: unnamed.length > 0 && usual !== undefined ? [defaultEntry(component, listens, true, 'a server without listen', String(usual))] : [], unread: [] },
    { entries: plain === undefined ? [] : [entryOf(component, portSetting, plain.first, plain.directive)], unread: [] },
    { entries: tls === undefined ? [] : [entryOf(component, nginx.tls_port, tls.first, tls.directive)], unread: [] },
    { entries: status === undefined ? [] : [entryOf(component, nginx.status_port, status.first, status.directive)], unread: [] },
    queue === undefined ? NONE : readAs(component, nginx.listen_backlog, parameter(queue, 'backlog'), countIn, queue),
    { entries: [], unread: all.filter((one) => argument(one, 0)?.includes('$') === true).map((one) => unreadOf(component, one, 'its port is not known')) },
  );
}

/** Whether a server tells its state to whoever asks: it is there for an exporter, not for clients. */
const isForExporter = (server: Directive): boolean =>
  within(server, 'location').some((location) => within(location, 'stub_status').length > 0 && within(location, 'deny').length === 0)
  && within(server, 'location').every((location) => within(location, 'proxy_pass').length === 0);

/** The ports of a `listen`; none for a socket in the file system, for UDP and for the loopback, which nobody else reaches. */
function portsOf(directive: Directive): readonly Listen[] | undefined {
  const text = argument(directive, 0) ?? '';
  if (text.startsWith('unix:') || hasWord(directive, 'udp') || hasWord(directive, 'quic')) return undefined;
  const [, address = '', first, last] = /^(?:(\[[0-9a-f:.]{2,60}\]|[A-Za-z0-9.*_-]{1,253}):)?([0-9]{1,5})(?:-([0-9]{1,5}))?$/i.exec(text) ?? [];
  const name = first === undefined ? text : address;
  if (isLoopback(name) || (first === undefined && !/^(?:\[[0-9a-f:.]{2,60}\]|[A-Za-z0-9.*_-]{1,253})$/i.test(text))) return undefined;
  const port = Number(first ?? 80);
  const end = Number(last ?? port);
  return port < 1 || port > 65_535 || end > 65_535 ? undefined : [{ directive, first: port, last: Math.max(port, end) }];
}
