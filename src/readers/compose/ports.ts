import { unsetBecause } from '../../formats/interpolate.ts';
import { exposed, published } from '../../settings/found.ts';
import type { Image } from '../../formats/dockerfile-image.ts';
import { isNull, under, type Group, type Node, type Text } from './node.ts';
import { itemsOf, shown, state, wrong, type Service } from './stating.ts';

/** A port or a range of ports. */
interface Range {
  readonly first: number;
  readonly last: number;
}
interface Mapping {
  /** Empty for every address. */
  readonly address: string;
  /** None: the host picks one. */
  readonly host: Range | undefined;
  readonly inside: Range;
  readonly protocol: string;
}

const EXPECTED = 'a port such as "8080:80" or "127.0.0.1:8080:80"';
/** A longer range is stated as a whole. */
const MOST = 64;

/** States the ports that are published on the host. */
export function readPorts(service: Service, node: Group): void {
  for (const item of itemsOf(service, 'ports', under(node, 'ports'))) readPort(service, item);
}

function readPort(service: Service, item: Node): void {
  const parts = item.kind === 'text' ? [item] : ['target', 'published', 'host_ip', 'protocol'].map((key) => under(item, key)).filter((part) => part?.kind === 'text');
  const unset = parts.find((part) => part?.kind === 'text' && part.because !== undefined);
  if (unset?.kind === 'text') {
    service.report.unread({ component: service.name, what: `ports: ${unset.text}`, because: unset.because ?? '', at: unset.at });
    return;
  }
  const mapping = item.kind === 'text' ? short(item.text) : item.kind === 'group' ? long(item) : undefined;
  if (mapping === undefined) wrong(service, 'ports', item, EXPECTED);
  else stateMapping(service, mapping, item, item.kind === 'text' ? item.written : parts.flatMap((part) => (part?.kind === 'text' ? [part.written] : [])).toReversed().join(' '));
}

/** `[[address:]host:]inside[/protocol]`. */
function short(text: string): Mapping | undefined {
  const [, front = '', protocol = 'tcp'] = /^([^/]*)(?:\/([a-z]+))?$/.exec(text) ?? [];
  const parts = /^\[[0-9a-fA-F:.%]*\]/.exec(front);
  const address = parts?.[0] ?? '';
  const rest = (address === '' ? front : front.slice(address.length + 1)).split(':');
  const inside = range(rest.at(-1) ?? '');
  if (inside === undefined) return undefined;
  const stated = rest.length > 1 ? rest.at(-2) : undefined;
  const host = stated === undefined || stated === '' ? undefined : range(stated);
  if (stated !== undefined && stated !== '' && host === undefined) return undefined;
  return { address: address === '' ? rest.slice(0, -2).join(':') : address, host, inside, protocol };
}

function long(group: Group): Mapping | undefined {
  const text = (key: string): string | undefined => {
    const node = under(group, key);
    return node?.kind === 'text' && !isNull(node) ? node.text : undefined;
  };
  const inside = range(text('target') ?? '');
  const stated = text('published');
  const host = stated === undefined || stated === '' ? undefined : range(stated);
  if (inside === undefined || (stated !== undefined && stated !== '' && host === undefined)) return undefined;
  return { address: text('host_ip') ?? '', host, inside, protocol: text('protocol') ?? 'tcp' };
}

function range(text: string): Range | undefined {
  const [, first, last] = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text) ?? [];
  if (first === undefined) return undefined;
  const [low, high] = [Number(first), Number(last ?? first)];
  return low > high || high > 65535 ? undefined : { first: low, last: high };
}

function stateMapping(service: Service, { address, host, inside, protocol }: Mapping, node: Node, written: string): void {
  const everywhere = ['', '0.0.0.0', '::', '[::]'].includes(address);
  const where = everywhere ? '' : address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
  const suffix = protocol === 'tcp' ? '' : `/${protocol}`;
  const put = (port: string, value: number): void => state(service, published, value, node.at, { subject: `${where}:${port}${suffix}`, text: shown(undefined, written) });
  const size = inside.last - inside.first;
  if (host === undefined) for (let i = 0; i <= Math.min(size, MOST); i++) put(`random-${inside.first + i}`, inside.first + i);
  else if (size > 0 && host.last - host.first === size && size < MOST) for (let i = 0; i <= size; i++) put(String(host.first + i), inside.first + i);
  else put(host.first === host.last ? String(host.first) : `${host.first}-${host.last}`, inside.first);
}

/** States the ports that are only declared: `expose`, and EXPOSE of the Dockerfile. */
export function readExposed(service: Service, node: Group, image: Image | undefined): void {
  for (const item of itemsOf(service, 'expose', under(node, 'expose'))) {
    if (item.kind !== 'text') wrong(service, 'expose', item, 'a port such as "3000"');
    else declare(service, item, item.because);
  }
  for (const word of image?.exposed ?? []) declare(service, word, /\$/.test(word.text) ? unsetBecause([{ name: word.text.replace(/[${}]/g, '') }]) : undefined);
}

function declare(service: Service, { text, at }: Pick<Text, 'text' | 'at'>, because: string | undefined): void {
  if (because !== undefined) service.report.unread({ component: service.name, what: `expose: ${text}`, because, at });
  else if (/^[0-9]{1,5}(?:\/tcp)?$/i.test(text)) state(service, exposed, true, at, { subject: text.replace(/\/tcp$/i, ''), text: shown(undefined, text) });
  else if (/^[0-9]{1,5}(?:-[0-9]{1,5})?(?:\/[a-z]+)?$/i.test(text)) state(service, exposed, true, at, { subject: text.toLowerCase(), text: shown(undefined, text) });
}
