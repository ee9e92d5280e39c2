import { caddyLines, type Line } from '../../formats/config-words.ts';
import { goDuration } from '../../formats/go-duration.ts';
import { hostPort, withoutPasswords } from '../../formats/host-port.ts';
import { defaultEntry, statedEntry, type Entry } from '../../model/entry.ts';
import { NOTHING, type Connection, type Facts } from '../../model/facts.ts';
import type { Setting } from '../../model/setting.ts';
import type { SourceFile, Word } from '../../model/source.ts';
import type { Unread } from '../../model/stack.ts';
import { SECOND } from '../../model/value.ts';
import * as found from '../../settings/found.ts';
import { imageName, type InsideReader, type RunningContainer } from './running.ts';
import { versionEntries } from './version.ts';

const USUAL = '/etc/caddy/Caddyfile';
/** Subdirectives of `transport http`. */
const TIMES: Readonly<Record<string, Setting<number>>> = { dial_timeout: found.front_connect_timeout, response_header_timeout: found.front_response_timeout, keepalive: found.front_idle_timeout };
/** Dial 3 s, idle 2 minutes, no limit for the answer. Source: caddy modules/caddyhttp/reverseproxy/httptransport.go. */
const SILENT: readonly (readonly [Setting<number>, number])[] = [[found.front_idle_timeout, 120 * SECOND], [found.front_connect_timeout, 3 * SECOND], [found.front_response_timeout, 0]];

/** Caddy in front: the ports of its sites, its upstreams and their timeouts. JSON configurations are not read. */
export const caddyReader: InsideReader = {
  kind: 'caddy',
  recognises: ({ image, base, command, entrypoint }) => imageName(image?.text ?? base?.text) === 'caddy' || [...entrypoint, ...command][0]?.text === 'caddy',
  read: (container) => {
    const words = container.command.slice(container.command[0]?.text === 'caddy' ? 1 : 0);
    if (words[0]?.text === 'reverse-proxy') return readFlags(container, words);
    const file = configOf(container);
    if (file === undefined) return { ...NOTHING, entries: versionEntries(container), unread: [{ component: container.component, what: USUAL, because: 'no file of the tree is mounted there', at: container.at }] };
    return { ...readFile(container, file), files: [file.path] };
  },
};

/** `caddy reverse-proxy --from :80 --to api:3000` needs no file. */
function readFlags(container: RunningContainer, words: readonly Word[]): Facts {
  const { component } = container;
  const unread: Unread[] = [];
  const given = (names: readonly string[]): readonly Word[] => words.flatMap((word, i) => {
    const name = names.find((one) => word.text === one || word.text.startsWith(`${one}=`));
    return name === undefined ? [] : word.text === name ? (words[i + 1] ?? []) : [{ ...word, text: word.text.slice(name.length + 1) }];
  });
  const connections = given(['--to', '-t']).flatMap((word) => upstream(component, word, unread));
  return { ...NOTHING, entries: [...versionEntries(container), ...sites(component, given(['--from', '-f'])), ...SILENT.map(([setting, value]) => defaultEntry(component, setting, value, 'caddy'))], connections, unread };
}

function configOf(container: RunningContainer): SourceFile | undefined {
  const words = container.command.map((word) => word.text);
  const flag = words.findIndex((word) => word === '--config' || word === '-c');
  return container.file(flag < 0 ? USUAL : (words[flag + 1] ?? USUAL)) ?? container.file(USUAL);
}

function readFile(container: RunningContainer, file: SourceFile): Facts {
  const { component } = container;
  const entries: Entry[] = [...versionEntries(container)];
  const connections: Connection[] = [];
  const unread: Unread[] = [];
  const open: string[] = [];
  for (const [index, words] of caddyLines(file).map((line) => line.map((word) => replaced(word, container))).entries()) {
    const block = words.at(-1)?.text === '{';
    const line = block ? words.slice(0, -1) : words;
    const name = line[0]?.text ?? '';
    if (words.length === 1 && name === '}') {
      open.pop();
      continue;
    }
    // A file of one site needs no braces: its first line is the address.
    if (open.length === 0 && (block || index === 0) && !name.startsWith('(')) entries.push(...sites(component, line));
    const inside = open.at(-1);
    if (name === 'reverse_proxy') connections.push(...line.slice(1).flatMap((word) => upstream(component, word, unread)));
    else if (name === 'to' && inside === 'reverse_proxy') connections.push(...line.slice(1).flatMap((word) => upstream(component, word, unread)));
    else if (name === 'encode') entries.push(statedEntry(component, found.front_compresses, true, line[0]?.at ?? container.at, { text: 'encode' }));
    else if (inside === 'transport') entries.push(...timeOf(component, line));
    if (block) open.push(name);
  }
  const silent = connections.length === 0 ? [] : SILENT.filter(([setting]) => !entries.some((entry) => entry.setting.name === setting.name));
  return { ...NOTHING, unread, connections, entries: [...entries, ...silent.map(([setting, value]) => defaultEntry(component, setting, value, 'caddy'))] };
}

/** `{$NAME}` and `{$NAME:default}` are replaced before Caddy reads the file. */
const replaced = (word: Word, { environment }: RunningContainer): Word => ({
  ...word,
  text: word.text.replace(/\{\$([A-Za-z0-9_]{1,100})(?::([^}]{0,200}))?\}/g, (whole, name: string, otherwise?: string) => environment.get(name)?.text ?? otherwise ?? whole),
});

/** The ports of a site's addresses: a bare name answers on 80 and 443. */
const sites = (component: string, line: Line): readonly Entry[] =>
  line.flatMap((word) => word.text.split(',').filter((part) => part !== '').flatMap((address) => {
    const port = /:([0-9]{1,5})$/.exec(address)?.[1];
    const ports = port !== undefined ? [port] : /^http:/.test(address) ? ['80'] : /^https:/.test(address) ? ['443'] : /^[a-z0-9*.-]+$/i.test(address) ? ['80', '443'] : [];
    return ports.map((subject) => statedEntry(component, found.listens, true, word.at, { subject, text: address }));
  }));

function upstream(from: string, word: Word, unread: Unread[]): readonly Connection[] {
  if (/^[/@*]/.test(word.text)) return [];
  if (word.text.includes('{')) {
    unread.push({ component: from, what: `upstream ${withoutPasswords(word.text)}`, because: 'it is known only while Caddy runs', at: word.at });
    return [];
  }
  const target = hostPort(word.text);
  return target === undefined ? [] : [{ from, ...target, protocol: 'http', at: word.at, text: `reverse_proxy ${withoutPasswords(word.text)}` }];
}

function timeOf(component: string, [name, value]: Line): readonly Entry[] {
  const setting = name !== undefined && Object.hasOwn(TIMES, name.text) ? TIMES[name.text] : undefined;
  const time = value?.text === 'off' ? 0 : value === undefined ? undefined : goDuration(value.text, SECOND);
  return setting === undefined || value === undefined || time === undefined ? [] : [statedEntry(component, setting, time, value.at, { text: `${name?.text ?? ''} ${value.text}` })];
}
