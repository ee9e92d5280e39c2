import { redisDirectives, type RedisDirective } from '../../formats/redis-directives.ts';
import { readRedis } from '../../formats/redis-read.ts';
import { defaultEntry, entryId, statedEntry, type Entry } from '../../model/entry.ts';
import { NOTHING, type Connection, type Facts } from '../../model/facts.ts';
import type { Setting } from '../../model/setting.ts';
import type { Unread } from '../../model/stack.ts';
import { settingNamed } from '../../settings/index.ts';
import * as settings from '../../settings/redis.ts';
import { environmentDirectives, isBitnami } from './redis/environment.ts';
import { joined, NO_CONFIGURATION, readRedisArguments, readRedisFile, type RedisConfiguration } from './redis/directives.ts';
import { imageName, tagVersion, type InsideReader, type RunningContainer } from './running.ts';
import { listening } from './stores/listening.ts';
import { argumentsOf, hasVariable, starts } from './stores/words.ts';
import { imageEntries } from './version.ts';

const IMAGES = ['redis', 'valkey', 'redis-stack', 'redis-stack-server', 'keydb', 'rejson', 'redisearch', 'redismod'];
const SERVERS = ['redis-server', 'valkey-server', 'keydb-server'];
const isConf = (path: string): boolean => /(?:^|\/)(?:redis|valkey)[A-Za-z0-9_.-]*\.conf$/.test(path);

/** Redis and what descends from it: its command, variables and configuration files. */
export const redisReader: InsideReader = {
  kind: 'redis',
  recognises: (container) => {
    const words = argumentsOf(container, SERVERS);
    if (words === undefined || words.some(({ text }) => text === '--sentinel')) return false;
    if (IMAGES.includes(imageName(container.image?.text)) || IMAGES.includes(imageName(container.base?.text))) return true;
    return starts(container, SERVERS) || (isAlone(container) && container.files.some(isConf));
  },
  read: readRedisContainer,
};

const isAlone = (container: RunningContainer): boolean => container.image === undefined && container.build === undefined && container.command.length === 0;

function readRedisContainer(container: RunningContainer): Facts {
  const { component } = container;
  const image = IMAGES.includes(imageName(container.image?.text)) ? container.image : (container.base ?? container.image);
  const version = IMAGES.includes(imageName(image?.text)) ? tagVersion(image?.text) : undefined;
  const command = readRedisArguments(argumentsOf(container, SERVERS) ?? []);
  const configuration = fileOf(container, command.file);
  const directives = [...configuration.directives, ...environmentDirectives(container), ...command.directives];
  const values = valuesOf(component, directives);
  const port = directives.findLast(({ name }) => name === 'port');
  const plain = imageName(image?.text) === 'redis' && !isBitnami(container);
  return {
    ...NOTHING,
    entries: [
      ...imageEntries(container, image, version, plain ? '8' : undefined),
      ...values.entries, ...(isBitnami(container) ? writesByDefault(component, values.entries) : []),
      ...(port?.args[0] === '0' ? [] : listening(component, port === undefined ? undefined : { port: Number(port.args[0]), at: port.at, text: port.text }, 6379, 'Redis')),
    ],
    connections: primariesOf(container, directives),
    documents: [{
      format: redisDirectives, component, file: directives[0]?.at.file ?? container.at.file,
      content: { product: imageName(image?.text).startsWith('redis') ? 'redis' : 'other', ...(version === undefined ? {} : { version }), directives },
    }],
    unread: [...configuration.unread, ...values.unread, ...absentFile(container, command.file)],
    problems: configuration.problems,
    files: configuration.files,
  };
}

/** The file that the command names, or the one that the image looks for. The official image loads none unless it is named. */
function fileOf(container: RunningContainer, named: { readonly text: string } | undefined): RedisConfiguration {
  const own = isBitnami(container) ? ['/opt/bitnami/redis/mounted-etc/redis.conf', '/opt/bitnami/redis/etc/redis.conf', '/opt/bitnami/redis/mounted-etc/overrides.conf'] : ['/redis-stack.conf'];
  const paths = named !== undefined ? [named.text] : isAlone(container) ? container.files.filter(isConf).slice(0, 1) : own;
  return joined(paths.flatMap((path) => {
    const file = container.file(path) ?? (path.startsWith('/') ? undefined : container.file(`/data/${path}`));
    return file === undefined ? [NO_CONFIGURATION] : [readRedisFile(container, path, file)];
  }));
}

/** Of a file that is not at hand nothing is known, defaults included. */
function absentFile(container: RunningContainer, named: { readonly text: string; readonly at: Unread['at'] } | undefined): readonly Unread[] {
  if (named === undefined || container.file(named.text) !== undefined || container.file(`/data/${named.text}`) !== undefined) return [];
  return Object.values(settings).map((setting): Unread => ({
    component: container.component, id: entryId({ name: container.component }, setting as Setting), what: setting.name, because: `${named.text} is loaded, and not in the tree`, ...(named.at === undefined ? {} : { at: named.at }),
  }));
}

/** The entry of each directive: the last one counts, but each `save` adds to those before it. */
function valuesOf(component: string, directives: readonly RedisDirective[]): { readonly entries: readonly Entry[]; readonly unread: readonly Unread[] } {
  const last = new Map<string, RedisDirective>();
  const saves: RedisDirective[] = [];
  for (const one of directives) {
    if (one.name !== 'save') last.set(one.name, one);
    else if (one.args.join('') === '') saves.splice(0, Infinity, one);
    else saves.push(one);
  }
  const latest = saves.at(-1);
  if (latest !== undefined) last.set('save', { ...latest, args: saves.flatMap(({ args }) => (saves.length > 1 && args.join('') === '' ? [] : args)) });
  const entries: Entry[] = [];
  const unread: Unread[] = [];
  for (const [name, { args, at, text }] of last) {
    const setting = settingNamed('redis', name);
    if (setting === undefined) continue;
    const id = entryId({ name: component }, setting);
    const read = args.some(hasVariable) ? undefined : readRedis(setting, args);
    if (read === undefined) unread.push({ component, id, what: name, because: `${args.join(' ')} is only known when it runs`, at });
    else if (read.ok) entries.push(statedEntry(component, setting, read.value, at, { text }));
    else unread.push({ component, id, what: name, because: `Redis does not take ${args.join(' ') || 'an empty value'}: it takes ${read.expected}`, at });
  }
  return { entries, unread };
}

/** Bitnami's images log every write unless they are told not to. */
const writesByDefault = (component: string, entries: readonly Entry[]): readonly Entry[] =>
  entries.some(({ setting }) => setting.name === 'appendonly')
    ? []
    : [defaultEntry(component, settings.appendonly, true, 'the image')];

/** The Redis that this one is a replica of. */
function primariesOf(container: RunningContainer, directives: readonly RedisDirective[]): readonly Connection[] {
  const from = { from: container.component, protocol: 'redis' } as const;
  const variable = container.environment.get('REDIS_MASTER_HOST');
  return [
    ...directives.filter(({ name, args }) => (name === 'replicaof' || name === 'slaveof') && args[0] !== 'no' && args.length >= 2)
      .map(({ args, at, text }) => ({ ...from, host: args[0] ?? '', port: Number(args[1]) || 6379, at, text })),
    ...(variable === undefined || variable.text === '' ? [] : [{ ...from, host: variable.text, at: variable.at, text: `REDIS_MASTER_HOST=${variable.text}` }]),
  ];
}
