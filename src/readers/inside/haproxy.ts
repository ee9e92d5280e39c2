import { haproxyLines, type Line } from '../../formats/config-words.ts';
import { goDuration } from '../../formats/go-duration.ts';
import { hostPort, withoutPasswords } from '../../formats/host-port.ts';
import { statedEntry, type Entry } from '../../model/entry.ts';
import { NOTHING, type Connection, type Facts } from '../../model/facts.ts';
import type { SourceFile, Word } from '../../model/source.ts';
import * as found from '../../settings/found.ts';
import { imageName, type InsideReader, type RunningContainer } from './running.ts';
import { versionEntries } from './version.ts';

const USUAL = '/usr/local/etc/haproxy/haproxy.cfg';
const SECTIONS = new Set(['global', 'defaults', 'frontend', 'backend', 'listen', 'resolvers', 'userlist', 'peers', 'cache', 'program', 'ring', 'http-errors', 'mailers', 'crt-store', 'traces', 'log-forward']);
const TIMEOUTS = { connect: found.front_connect_timeout, server: found.front_response_timeout, client: found.front_client_timeout } as const;

/** HAProxy in front: its ports, upstreams and timeouts. Everything else of its configuration is not judged. */
export const haproxyReader: InsideReader = {
  kind: 'haproxy',
  recognises: ({ image, base, command, entrypoint }) =>
    imageName(image?.text ?? base?.text) === 'haproxy' || [...entrypoint, ...command][0]?.text === 'haproxy',
  read: (container) => {
    const file = configOf(container);
    if (file === undefined) return { ...NOTHING, unread: [{ component: container.component, what: USUAL, because: 'no file of the tree is mounted there', at: container.at }] };
    return { ...readFile(container, file), files: [file.path] };
  },
};

function configOf(container: RunningContainer): SourceFile | undefined {
  const words = container.command.map((word) => word.text);
  const flag = words.indexOf('-f');
  return container.file(flag < 0 ? USUAL : (words[flag + 1] ?? USUAL)) ?? container.file(USUAL) ?? container.file('/etc/haproxy/haproxy.cfg');
}

function readFile(container: RunningContainer, file: SourceFile): Facts {
  const { component } = container;
  const entries: Entry[] = [...versionEntries(container)];
  const connections: Connection[] = [];
  let section = '';
  for (const line of haproxyLines(file)) {
    const [first, second] = line;
    if (first === undefined) continue;
    if (SECTIONS.has(first.text)) section = first.text;
    else if (first.text === 'bind' && second !== undefined) entries.push(...listening(component, second));
    else if ((first.text === 'server' || first.text === 'server-template') && (section === 'backend' || section === 'listen')) connections.push(...serverOf(component, line));
    else if (first.text === 'timeout') entries.push(...timeoutOf(component, line));
    else if (first.text === 'compression') entries.push(statedEntry(component, found.front_compresses, true, first.at));
  }
  return { ...NOTHING, entries, connections };
}

const listening = (component: string, address: Word): readonly Entry[] =>
  address.text.split(',').flatMap((one) => {
    const port = /:([0-9]{1,5})$/.exec(one)?.[1];
    return port === undefined ? [] : [statedEntry(component, found.listens, true, address.at, { subject: port, text: `bind ${one}` })];
  });

/** `server <name> <address>`, or `server-template <prefix> <number> <address>`. */
function serverOf(from: string, line: Line): readonly Connection[] {
  const keyword = line[0]?.text ?? 'server';
  const address = line[keyword === 'server' ? 2 : 3];
  const target = address === undefined ? undefined : hostPort(address.text);
  if (address === undefined || target === undefined) return [];
  return [{ from, ...target, protocol: 'http', at: address.at, text: `${keyword} ${withoutPasswords(address.text)}` }];
}

function timeoutOf(component: string, [, name, value]: Line): readonly Entry[] {
  const setting = name !== undefined && Object.hasOwn(TIMEOUTS, name.text) ? TIMEOUTS[name.text as keyof typeof TIMEOUTS] : undefined;
  const time = value === undefined ? undefined : goDuration(value.text, 1);
  return setting === undefined || value === undefined || time === undefined ? [] : [statedEntry(component, setting, time, value.at, { text: `timeout ${name?.text ?? ''} ${value.text}` })];
}
