import { shellWords } from '../../../formats/shell-words.ts';
import { statedEntry, type Entry } from '../../../model/entry.ts';
import type { Word } from '../../../model/source.ts';
import { GiB, KiB, MiB } from '../../../model/value.ts';
import { initial_heap, max_heap, max_ram_percentage, options_variable } from '../../../settings/application.ts';
import { placer } from './place.ts';
import { imageName, type RunningContainer, type Surroundings } from '../running.ts';

/** Variables whose words are flags of the JVM; those that the JVM reads itself stand first. */
const VARIABLES = ['JDK_JAVA_OPTIONS', 'JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JAVA_OPTS', 'JVM_OPTS', 'JVM_OPTIONS', 'CATALINA_OPTS', 'JAVA_OPTIONS', 'ES_JAVA_OPTS', 'KAFKA_HEAP_OPTS'];
const UNITS: Readonly<Record<string, number>> = { '': 1, k: KiB, m: MiB, g: GiB };

/** What flags of the JVM state of its heap: -Xmx, -Xms, -XX:MaxRAMPercentage. A command line's come before those of variables. */
export function heapEntries(words: readonly Word[], container: RunningContainer, around: Surroundings): readonly Entry[] {
  const { component, environment } = container;
  const place = placer(around.tree);
  const fromVariables = VARIABLES.flatMap((name) => {
    const word = environment.get(name);
    return word === undefined ? [] : shellWords(word.text).words.flatMap(({ text, offset }) => entryOf(component, { text, at: place(word, offset) }).map((entry) => ({ entry, name, word })));
  });
  const found = [...words.flatMap((word) => entryOf(component, word)), ...fromVariables.map(({ entry }) => entry)];
  const kept = [...new Map(found.toReversed().map((entry) => [entry.id, entry])).values()].toReversed();
  const heap = kept.find(({ setting }) => setting === max_heap);
  const by = fromVariables.find(({ entry }) => entry === heap);
  return [...kept, ...(by === undefined || !LOOSE.has(by.name) || isRead(by.name, container) ? [] : [statedEntry(component, options_variable, by.name, by.word.at, { text: by.name })])];
}

/** Variables that start scripts read, each image its own. */
const LOOSE = new Set(['JAVA_OPTS', 'JVM_OPTS', 'JVM_OPTIONS', 'JAVA_OPTIONS']);
/** Images whose start script reads JAVA_OPTS or JAVA_OPTIONS. */
const READING = /^(?:tomcat|tomee|jetty|wildfly|jboss.*|keycloak|jenkins|activemq.*|nifi|sonarqube)$/;

/** Whether the image, or the command, is known to hand the variable to the JVM. */
const isRead = (name: string, { image, base, entrypoint, command }: RunningContainer): boolean =>
  [image, base].some((one) => READING.test(imageName(one?.text))) || [...entrypoint, ...command].some(({ text }) => text.includes(`$${name}`) || text.includes(`\${${name}`));

function entryOf(component: string, { text, at }: Word): readonly Entry[] {
  const [, flag = '', digits = '', unit = ''] = /^(-Xmx|-Xms|-XX:MaxHeapSize=|-XX:InitialHeapSize=)([0-9]{1,12})([kKmMgG]?)$/.exec(text) ?? [];
  if (flag !== '') {
    const setting = flag === '-Xmx' || flag.startsWith('-XX:Max') ? max_heap : initial_heap;
    return [statedEntry(component, setting, Number(digits) * (UNITS[unit.toLowerCase()] ?? 1), { ...at, column: at.column + flag.length }, { text })];
  }
  const [, percent] = /^-XX:MaxRAMPercentage=([0-9]{1,3}(?:\.[0-9]{1,6})?)$/.exec(text) ?? [];
  return percent === undefined ? [] : [statedEntry(component, max_ram_percentage, Number(percent), { ...at, column: at.column + '-XX:MaxRAMPercentage='.length }, { text })];
}
