import { listenersIn, readKafka, settled, type Listener } from '../../formats/kafka-read.ts';
import { defaultEntry, entryId, statedEntry, type Entry } from '../../model/entry.ts';
import { NOTHING, type Facts } from '../../model/facts.ts';
import { treeOf, type SourceFile } from '../../model/source.ts';
import type { Setting } from '../../model/setting.ts';
import type { Unread } from '../../model/stack.ts';
import { GiB } from '../../model/value.ts';
import { broker as brokerSetting, listens } from '../../settings/found.ts';
import { settingNamed } from '../../settings/index.ts';
import * as settings from '../../settings/kafka.ts';
import { controller_port, max_heap } from '../../settings/kafka.ts';
import { heapEntries } from './application/jvm.ts';
import { listening, listeningAt } from './application/listening.ts';
import { environmentProperties, fileProperties, propertyOf, type BrokerProperty } from './kafka/properties.ts';
import { imageName, tagVersion, type InsideReader, type RunningContainer, type Surroundings } from './running.ts';
import { argumentsOf, hasVariable, starts } from './stores/words.ts';
import { imageEntries } from './version.ts';

const IMAGES = ['kafka', 'kafka-native', 'cp-kafka', 'cp-server', 'cp-enterprise-kafka', 'confluent-local'];
/** What starts a broker with a file, and what the images' own start is called. */
const WITH_FILE = ['kafka-server-start.sh', 'kafka-server-start'];
const OF_IMAGES = ['run', 'run.sh', 'start-kafka.sh'];
const NO_TREE: Surroundings = { tree: treeOf({}) };

const imageOf = ({ image, base }: RunningContainer) => [image, base].find((one) => IMAGES.includes(imageName(one?.text)));
const isBitnami = (container: RunningContainer): boolean => /(?:^|\/)bitnami[a-z]*\//.test(imageOf(container)?.text ?? '');

/** Kafka: its server.properties, and the variables of the images of Apache, Confluent and Bitnami. */
export const kafkaReader: InsideReader = {
  kind: 'kafka',
  recognises: (container) => starts(container, WITH_FILE) || (imageOf(container) !== undefined && argumentsOf(container, [...WITH_FILE, ...OF_IMAGES]) !== undefined),
  read: readKafkaContainer,
};

function readKafkaContainer(container: RunningContainer, around: Surroundings = NO_TREE): Facts {
  const { component } = container;
  const image = imageOf(container);
  const { properties, files, absent } = propertiesOf(container);
  const values = valuesOf(container, properties);
  const heap = heapEntries([], container, around);
  const roles = properties.findLast(({ name }) => name === 'process.roles');
  return {
    ...NOTHING,
    entries: [
      ...imageEntries(container, image, versionOf(image?.text), undefined),
      ...values.entries, ...presetBy(container, properties, values.entries),
      ...heap, ...(heap.some(({ setting }) => setting === max_heap) || image === undefined ? [] : [defaultEntry(component, max_heap, GiB, 'kafka-server-start.sh')]),
      ...portsOf(container, properties),
      ...(roles === undefined ? [] : [statedEntry(component, brokerSetting, /(?:^|,)\s*broker/.test(roles.value), roles.at, { text: roles.text })]),
    ],
    unread: [...values.unread, ...absent],
    files,
  };
}

/** What its command's file says, or the file that its image looks for, and then its variables, where the image's own start is what reads them. */
function propertiesOf(container: RunningContainer): { readonly properties: readonly BrokerProperty[]; readonly files: readonly string[]; readonly absent: readonly Unread[] } {
  const direct = starts(container, WITH_FILE);
  const named = direct ? argumentsOf(container, WITH_FILE)?.find(({ text }) => /\.properties$/.test(text)) : undefined;
  const paths = named !== undefined ? [named.text] : isBitnami(container) ? ['/bitnami/kafka/config/server.properties', '/opt/bitnami/kafka/config/server.properties'] : ['/mnt/shared/config/server.properties'];
  const found = paths.map((path) => container.file(path)).find((file): file is SourceFile => file !== undefined);
  // Of a file that is not at hand nothing is known, defaults included.
  const absent = named === undefined || found !== undefined ? [] : Object.values(settings).map((setting): Unread => ({
    component: container.component, id: entryId({ name: container.component }, setting as Setting), what: setting.name, because: `${named.text} is loaded, and not in the tree`, at: named.at,
  }));
  return {
    properties: [...(found === undefined ? [] : fileProperties(found)), ...(direct && named !== undefined ? [] : environmentProperties(container, prefixOf(container)))],
    files: found === undefined ? [] : [found.path],
    absent,
  };
}

const prefixOf = (container: RunningContainer): string => (isBitnami(container) ? 'KAFKA_CFG_' : 'KAFKA_');

/** The entry of each property; of those that say the same in different units the exact one wins, else the last. */
function valuesOf(container: RunningContainer, properties: readonly BrokerProperty[]): { readonly entries: readonly Entry[]; readonly unread: readonly Unread[] } {
  const { component } = container;
  const last = new Map<string, BrokerProperty & { readonly weak?: true }>();
  for (const property of properties) {
    const one = { ...property, ...settled(property.name, property.value) };
    if (one.weak !== true || last.get(one.name)?.weak !== undefined || !last.has(one.name)) last.set(one.name, one);
  }
  const entries: Entry[] = [];
  const unread: Unread[] = [];
  for (const [name, { value, at, text }] of last) {
    const setting = settingNamed('kafka', name);
    if (setting === undefined || setting === controller_port) continue;
    const id = entryId({ name: component }, setting);
    const read = hasVariable(value) ? undefined : readKafka(setting, value);
    if (read?.ok === true) entries.push(statedEntry(component, setting, read.value, at, { text }));
    else unread.push({ component, id, what: name, because: read === undefined ? `${value} is only known when it runs` : `Kafka does not take ${value || 'an empty value'}: it takes ${read.expected}`, at });
  }
  for (const [variable, because] of container.unresolved) {
    const setting = settingNamed('kafka', settled(propertyOf(variable, prefixOf(container)) ?? '', '').name);
    if (setting !== undefined) unread.push({ component, id: entryId({ name: component }, setting), what: variable, because });
  }
  return { entries, unread };
}

/** A single broker's factors, which the files inside most images state; Apache's only where nothing else is stated, Confluent's not at all. */
function presetBy(container: RunningContainer, properties: readonly BrokerProperty[], stated: readonly Entry[]): readonly Entry[] {
  const image = imageOf(container)?.text ?? '';
  const silent = properties.every(({ name }) => settingNamed('kafka', name) === undefined && !/listeners$|^process\.|^node\./.test(name));
  const presets = isBitnami(container) || /(?:^|\/)(?:confluent-local|wurstmeister\/kafka)/.test(image) || (/(?:^|\/)apache\/kafka/.test(image) && silent && !starts(container, WITH_FILE));
  const factors = [settings.offsets_topic_replication_factor, settings.transaction_state_log_replication_factor, settings.transaction_state_log_min_isr];
  return !presets ? [] : factors.filter((factor) => !stated.some(({ setting }) => setting === factor)).map((factor) => defaultEntry(container.component, factor, 1, 'the image'));
}

/** The ports that it listens on: those of its listeners, else of what it advertises, else the usual one. */
function portsOf({ component }: RunningContainer, properties: readonly BrokerProperty[]): readonly Entry[] {
  const of = (name: string): BrokerProperty | undefined => properties.findLast((one) => one.name === name);
  const stated = of('listeners') ?? of('advertised.listeners');
  if (stated === undefined) return listening(component, 9092, { from: 'default', of: 'Kafka' });
  const controllers = (of('controller.listener.names')?.value ?? 'CONTROLLER').split(',');
  const all = listenersIn(stated.value);
  const isController = (one: Listener): boolean => controllers.includes(one.name);
  const reachable = all.filter(({ host }) => !/^(?:localhost|127\.|\[?::1)/.test(host) || stated.name !== 'listeners');
  const [first, ...others] = reachable.toSorted((a, b) => Number(isController(a)) - Number(isController(b)));
  const controller = all.find(isController);
  return [
    ...(first === undefined ? [] : listeningAt(component, first.port, stated.at, stated.text)),
    ...[...new Set(others.map(({ port }) => port))].filter((port) => port !== first?.port).map((port) => statedEntry(component, listens, true, stated.at, { subject: String(port), text: stated.text })),
    ...(controller === undefined ? [] : [statedEntry(component, controller_port, controller.port, stated.at, { text: stated.text })]),
  ];
}

/** The version of Kafka in an image: Confluent counts its own, wurstmeister's tags begin with that of Scala. */
function versionOf(image: string | undefined): string | undefined {
  const tag = tagVersion(image);
  if (image === undefined || tag === undefined || image.includes('strimzi')) return undefined;
  if (/\/kafka:2\.1[123]-[0-9]/.test(image)) return /-([0-9]+(?:\.[0-9]+)*)/.exec(image)?.[1];
  const [platform = 0, minor = 0] = tag.split('.').map(Number);
  return /\/(?:cp-|confluent-local)/.test(image) ? ({ 5: `2.${minor}`, 6: `2.${minor + 6}`, 7: `3.${minor}`, 8: `4.${minor}` } as Readonly<Record<number, string>>)[platform] : tag;
}
