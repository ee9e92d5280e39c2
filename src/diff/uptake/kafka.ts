import { parseProperties } from '../../formats/properties-syntax.ts';
import { inShell } from '../../formats/shell-words.ts';
import { kafkaReadsAtStart } from '../../settings/at-start.ts';
import * as kafka from '../../settings/kafka.ts';
import { becauseOfNames } from './because.ts';
import type { Step, Uptake } from './step.ts';
import { retold, type Retold, type Told } from './told.ts';
import { alongside, listed } from './words.ts';

/** A broker reads its file when it starts; what is dynamic it can be told before. */
export const kafkaUptake: Uptake = (before, after, changes) =>
  retold(before, after, 'kafka', 'server.properties', propertiesIn).flatMap((server): readonly Step[] => {
    const { component: { name: component }, names, path } = server;
    const restart = names.filter(kafkaReadsAtStart);
    const because = becauseOfNames(changes, component, 'kafka', restart.length > 0 ? restart : names, path);
    return [
      restart.length > 0
        ? { environment: 'anywhere', component, action: 'restart', message: `Kafka reads ${listed(restart)} only when it starts: producers and consumers wait until it answers again${alongside(names.length - restart.length)}`, because }
        : { environment: 'anywhere', component, action: 'reload', message: `Kafka reads its file only when it starts, but can be told ${listed(names)} while it runs; what it was told then counts for more than the file`, command: dynamic(server), because },
      ...topicSteps('anywhere', component, server.before, server.after, (one) => becauseOfNames(changes, component, 'kafka', one, path)),
    ];
  });

/** The properties of a file; the last of a name counts. */
export const propertiesIn = (text: string): Told => new Map(parseProperties(text).map(({ name, value }) => [name, value]));

const dynamic = ({ names, after }: Retold): string =>
  `kafka-configs.sh --bootstrap-server ${inShell((after.get('advertised.listeners') ?? 'localhost:9092').replace(/^.*:\/\//, ''))} --alter --entity-type brokers --entity-default --add-config ${inShell(names.map((name) => `${name}=${after.get(name) ?? ''}`).join(','))}`;

/** What topics are made with: those that are there keep what they have. */
const OF_NEW_TOPICS: readonly string[] = [kafka.num_partitions.name, kafka.default_replication_factor.name];

/** Topics that are there do not follow: more partitions and copies are made by hand, and fewer partitions never. */
export function topicSteps(environment: Step['environment'], component: string, before: Told, after: Told, because: (names: readonly string[]) => readonly string[]): readonly Step[] {
  const names = OF_NEW_TOPICS.filter((name) => before.has(name) && after.has(name) && before.get(name) !== after.get(name));
  if (names.length === 0) return [];
  const [was, is] = [before, after].map((told) => Number(told.get(kafka.num_partitions.name)));
  const shrinks = is !== undefined && was !== undefined && is < was;
  const command = names.includes(kafka.num_partitions.name) && !shrinks ? { command: `kafka-topics.sh --bootstrap-server localhost:9092 --alter --topic TOPIC --partitions ${is ?? ''}` } : {};
  return [{ environment, component, action: 'by hand', message: `${listed(names)} ${names.length === 1 ? 'counts' : 'count'} for topics that are made from now on; those that are there keep theirs${shrinks ? ': partitions never become fewer' : ''}`, ...command, because: because(names) }];
}
