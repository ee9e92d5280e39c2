import { goDuration } from '../../formats/go-duration.ts';
import { hostPort, withoutPasswords } from '../../formats/host-port.ts';
import { parseDocuments, type Tree } from '../../formats/yaml-tree.ts';
import { defaultEntry, statedEntry, type Entry } from '../../model/entry.ts';
import { NOTHING, type Connection, type Facts } from '../../model/facts.ts';
import type { Setting } from '../../model/setting.ts';
import { positionIn, type SourceFile, type Word } from '../../model/source.ts';
import type { Unread } from '../../model/stack.ts';
import { SECOND } from '../../model/value.ts';
import * as found from '../../settings/found.ts';
import { imageName, type InsideReader, type RunningContainer } from './running.ts';
import { versionEntries } from './version.ts';

const DYNAMIC = /^\/(?:etc\/traefik|config|dynamic|configuration)\//;
/** Static options by their path in lower case, whatever way they are given in. */
const TIMES: Readonly<Record<string, Setting<number>>> = {
  'serverstransport.forwardingtimeouts.idleconntimeout': found.front_idle_timeout,
  'serverstransport.forwardingtimeouts.dialtimeout': found.front_connect_timeout,
  'serverstransport.forwardingtimeouts.responseheadertimeout': found.front_response_timeout,
};
/** What Traefik uses when nothing is stated: idle 90 s, dial 30 s, no limit for the answer. Source: traefik pkg/config/static. */
const SILENT: readonly (readonly [Setting<number>, number])[] = [[found.front_idle_timeout, 90 * SECOND], [found.front_connect_timeout, 30 * SECOND], [found.front_response_timeout, 0]];

/** One option with its path (`entrypoints.web.address`) in lower case, and its value. */
interface Option {
  readonly path: string;
  readonly value: Word;
}

/** Traefik in front: ports, upstreams of file providers, timeouts. Labels of other containers are their deployment's business; TOML is not read. */
export const traefikReader: InsideReader = {
  kind: 'traefik',
  recognises: ({ image, base, command, entrypoint }) => imageName(image?.text ?? base?.text) === 'traefik' || [...entrypoint, ...command][0]?.text === 'traefik',
  read: (container) => {
    const { component } = container;
    const files = container.files.filter((path) => DYNAMIC.test(path)).flatMap((path) => container.file(path) ?? []);
    const yaml = files.filter((file) => /\.ya?ml$/.test(file.path));
    const options = [...flags(container), ...variables(container), ...yaml.flatMap(optionsOf)];
    const entries: readonly Entry[] = [...versionEntries(container), ...options.flatMap((option) => entriesOf(component, option))];
    const facts: Facts = {
      ...NOTHING,
      entries: [...entries, ...silent(component, entries)],
      connections: options.flatMap((option) => serverOf(component, option)),
      unread: files.filter((file) => file.path.endsWith('.toml')).map((file): Unread => ({ component, what: file.path, because: 'TOML of Traefik is not read', at: positionIn(file, 1, 1) })),
      files: yaml.map((file) => file.path),
    };
    return facts;
  },
};

const silent = (component: string, stated: readonly Entry[]): readonly Entry[] =>
  SILENT.filter(([setting]) => !stated.some((entry) => entry.setting.name === setting.name)).map(([setting, value]) => defaultEntry(component, setting, value, 'traefik'));

const flags = ({ command }: RunningContainer): readonly Option[] =>
  command.flatMap(({ text, at }) => {
    const [, path, value] = /^--([A-Za-z0-9_.[\]-]{1,200})=(.*)$/s.exec(text) ?? [];
    return path === undefined || value === undefined ? [] : [{ path: path.toLowerCase(), value: { text: value, at } }];
  });

const variables = ({ environment }: RunningContainer): readonly Option[] =>
  [...environment].filter(([name]) => name.startsWith('TRAEFIK_')).map(([name, value]) => ({ path: name.slice('TRAEFIK_'.length).toLowerCase().replaceAll('_', '.'), value }));

function optionsOf(file: SourceFile): readonly Option[] {
  const options: Option[] = [];
  const visit = (tree: Tree, path: string): void => {
    if (tree.kind === 'scalar') options.push({ path, value: { text: tree.text, at: positionIn(file, tree.at.line, tree.at.column) } });
    else if (tree.kind === 'sequence') for (const [index, item] of tree.items.entries()) visit(item, `${path}[${index}]`);
    else for (const pair of tree.pairs) visit(pair.value, path === '' ? pair.key.toLowerCase() : `${path}.${pair.key.toLowerCase()}`);
  };
  for (const document of parseDocuments(file.text).documents) visit(document, '');
  return options;
}

function entriesOf(component: string, { path, value }: Option): readonly Entry[] {
  const text = `${path}=${value.text}`;
  if (/^entrypoints\.[^.]+\.address$/.test(path)) {
    const port = /:([0-9]{1,5})(?:\/tcp)?$/.exec(value.text)?.[1];
    return port === undefined ? [] : [statedEntry(component, found.listens, true, value.at, { subject: port, text })];
  }
  if (/^http\.middlewares\.[^.]+\.compress(?:\.|$)/.test(path) && value.text !== 'false') return [statedEntry(component, found.front_compresses, true, value.at, { text })];
  const setting = Object.hasOwn(TIMES, path) ? TIMES[path] : undefined;
  const time = goDuration(value.text, SECOND);
  return setting === undefined || time === undefined ? [] : [statedEntry(component, setting, time, value.at, { text })];
}

function serverOf(from: string, { path, value }: Option): readonly Connection[] {
  if (!/^http\.services\..{1,100}\.loadbalancer\.servers\[[0-9]+\]\.url$/.test(path)) return [];
  const target = hostPort(value.text);
  return target === undefined ? [] : [{ from, ...target, protocol: 'http', at: value.at, text: withoutPasswords(value.text) }];
}
