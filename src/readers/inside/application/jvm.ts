import { shellWords } from '../../../formats/shell-words.ts';
import { statedEntry, type Entry } from '../../../model/entry.ts';
import type { Word } from '../../../model/source.ts';
import { GiB, KiB, MiB } from '../../../model/value.ts';
import { initial_heap, max_heap, max_ram_percentage } from '../../../settings/application.ts';
import { placer } from './place.ts';
import type { RunningContainer, Surroundings } from '../running.ts';

/** Variables whose words are flags of the JVM; those that the JVM reads itself stand first. */
const VARIABLES = ['JDK_JAVA_OPTIONS', 'JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JAVA_OPTS', 'JVM_OPTS', 'JVM_OPTIONS', 'CATALINA_OPTS', 'JAVA_OPTIONS', 'ES_JAVA_OPTS', 'KAFKA_HEAP_OPTS'];
const UNITS: Readonly<Record<string, number>> = { '': 1, k: KiB, m: MiB, g: GiB };

/** What flags of the JVM state of its heap: -Xmx, -Xms, -XX:MaxRAMPercentage. A command line's come before those of variables. */
export function heapEntries(words: readonly Word[], { component, environment }: RunningContainer, around: Surroundings): readonly Entry[] {
  const place = placer(around.tree);
  const fromVariables = VARIABLES.flatMap((name) => {
    const word = environment.get(name);
    return word === undefined ? [] : shellWords(word.text).words.map(({ text, offset }) => ({ text, at: place(word, offset) }));
  });
  const found = [...words, ...fromVariables].flatMap((word) => entryOf(component, word));
  return [...new Map(found.toReversed().map((entry) => [entry.id, entry])).values()].toReversed();
}

function entryOf(component: string, { text, at }: Word): readonly Entry[] {
  const [, flag = '', digits = '', unit = ''] = /^(-Xmx|-Xms|-XX:MaxHeapSize=|-XX:InitialHeapSize=)([0-9]{1,12})([kKmMgG]?)$/.exec(text) ?? [];
  if (flag !== '') {
    const setting = flag === '-Xmx' || flag.startsWith('-XX:Max') ? max_heap : initial_heap;
    return [statedEntry(component, setting, Number(digits) * (UNITS[unit.toLowerCase()] ?? 1), { ...at, column: at.column + flag.length }, { text })];
  }
  const [, percent] = /^-XX:MaxRAMPercentage=([0-9]{1,3}(?:\.[0-9]{1,6})?)$/.exec(text) ?? [];
  return percent === undefined ? [] : [statedEntry(component, max_ram_percentage, Number(percent), { ...at, column: at.column + '-XX:MaxRAMPercentage='.length }, { text })];
}
