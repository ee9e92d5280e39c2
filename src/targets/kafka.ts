import { createHash } from 'node:crypto';
import { kafkaValue } from '../formats/kafka-values.ts';
import { fill } from '../formats/template.ts';
import { digits } from '../formats/units.ts';
import { entryOf } from '../model/lookup.ts';
import type { Entry } from '../model/entry.ts';
import type { Component, Stack } from '../model/stack.ts';
import type { RenderedFile, Target } from '../model/target.ts';
import properties from '../../templates/server.properties.hbs';
import log4j2 from '../../templates/log4j2.yaml.hbs';
import { controller_port, initial_heap, max_heap } from '../settings/kafka.ts';
import { MiB } from '../model/value.ts';
import type { Variable } from './environment.ts';
import { fileOf, hostedOf, portEntry } from './names.ts';
import { commentOf } from './reason.ts';
import { said } from './said.ts';

/** Where the container has its volume, and where on it the messages are. */
export const DATA_VOLUME = '/var/lib/kafka/data';
const LOG_DIRS = `${DATA_VOLUME}/log`;
/** Where the container finds its configuration. */
export const SERVER_PROPERTIES = '/etc/kafka/server.properties';
export const LOG4J2_YAML = '/etc/kafka/log4j2.yaml';

/** server.properties and log4j2.yaml of every Kafka in the stack. */
export const kafkaTarget: Target = {
  name: 'kafka',
  about: 'server.properties and log4j2.yaml of every Kafka in the stack',
  render: async (plan) => hostedOf(plan, 'kafka').flatMap((server) => [propertiesFile(plan, server), loggingFile(plan, server)]),
};

/** What the plan tells a broker, in its own spelling: every entry that is not the broker's default anyway. */
export const brokerLines = (plan: Stack, server: Component): readonly { readonly name: string; readonly entry: Entry }[] =>
  [...plan.entries.values()]
    .filter((entry) => entry.component === server.name && entry.setting.kind === 'kafka' && entry.setting.name !== controller_port.name && entry.origin.from !== 'default')
    .map((entry) => ({ name: entry.setting.name, entry }));

/** The text of server.properties: what the plan says; the rest is Kafka's own default. */
export function propertiesFile(plan: Stack, server: Component): RenderedFile {
  const [port, controller] = [portEntry(plan, server), entryOf(plan, server, controller_port)];
  if (controller === undefined) throw new Error(`the plan has no ${server.name}.kafka.controller_port`);
  const line = (entry: Entry<number>): { readonly reason: string; readonly value: string } => ({ reason: commentOf(entry), value: digits(entry.value) });
  const lines = brokerLines(plan, server).map(({ name, entry }) => ({ name, ...said(entry, kafkaValue) }));
  const text = fill(properties, { component: server.name, stack: plan.name, port: line(port), controller: line(controller), data: LOG_DIRS, lines });
  return { path: fileOf(plan, server, 'server.properties'), text };
}

/** The text of log4j2.yaml. */
export const loggingFile = (plan: Stack, server: Component): RenderedFile => ({ path: fileOf(plan, server, 'log4j2.yaml'), text: fill(log4j2, { component: server.name, stack: plan.name }) });

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** The last of 22 characters of base64 has two of the 128 bits: only these leave the others empty. */
const LAST = 'AQgw';

/**
 * The id by which a broker knows its own disk: 16 bytes in base64. It is no secret, but must stay the same, so it is made of the
 * names; of letters alone, so that nothing in it looks like a flag or a number.
 */
export function clusterId(plan: Stack, server: Component): string {
  const bytes = [...createHash('sha256').update(`${plan.name}/${server.name}`).digest()].slice(0, 22);
  return bytes.map((byte, index) => (index < 21 ? LETTERS[byte % LETTERS.length] : LAST[byte % LAST.length])).join('');
}

/** The shell command of the container: an empty disk is formatted, then the broker starts in place of the shell. */
export const startCommand = (plan: Stack, server: Component): readonly string[] => [
  'sh', '-c',
  `/opt/kafka/bin/kafka-storage.sh format --standalone --ignore-formatted --cluster-id=${clusterId(plan, server)} --config=${SERVER_PROPERTIES} && exec /opt/kafka/bin/kafka-server-start.sh ${SERVER_PROPERTIES}`,
];

/** Whether the broker listens. A check in Java would start a second heap each time. */
export const askBroker = (port: string): readonly string[] => ['bash', '-c', `</dev/tcp/127.0.0.1/${port}`];

/** The environment of the broker, in alphabetical order. */
export function brokerEnvironment(plan: Stack, server: Component): readonly Variable[] {
  const heap = ([['-Xms', initial_heap], ['-Xmx', max_heap]] as const).flatMap(([flag, setting]) => {
    const entry = entryOf(plan, server, setting);
    return entry === undefined ? [] : [{ text: `${flag}${said(entry, inMebibytes).value}`, entry }];
  });
  return [
    // Without `-loggc`, which fills the folder of the logs with a gigabyte.
    { name: 'EXTRA_ARGS', value: '-name kafkaServer', entries: [] },
    { name: 'KAFKA_HEAP_OPTS', value: heap.map(({ text }) => text).join(' '), entries: heap.map(({ entry }) => entry) },
    { name: 'KAFKA_LOG4J_OPTS', value: `-Dlog4j2.configurationFile=${LOG4J2_YAML}`, entries: [] },
    { name: 'KAFKA_OPTS', value: '-XX:+ExitOnOutOfMemoryError', entries: [] },
    { name: 'LOG_DIR', value: '/tmp', entries: [] },
  ];
}

/** A heap as the JVM's flags spell it; `undefined` where it is not whole MiB. */
export const inMebibytes = (bytes: number): string | undefined => (bytes % MiB === 0 ? `${digits(bytes / MiB)}m` : undefined);
