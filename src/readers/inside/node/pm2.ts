import { flagsIn } from '../../../formats/flags.ts';
import { readJavaScript, valueAt } from '../../../formats/javascript/file.ts';
import type { JsValue } from '../../../formats/javascript/values.ts';
import { combine, coresOf, known, numeric, unknown, type Literal, type Outside } from '../../../formats/literal.ts';
import { NOTHING, together, type Facts } from '../../../model/facts.ts';
import { positionIn, type SourceFile, type Word } from '../../../model/source.ts';
import { parseValue } from '../../../formats/quantity.ts';
import { shellWords } from '../../../formats/shell-words.ts';
import { statedEntry } from '../../../model/entry.ts';
import { max_memory_restart } from '../../../settings/node-flags.ts';
import { workers } from '../../../settings/node.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { fileIn } from '../application/files.ts';
import type { Invocation } from '../application/programs.ts';
import { entriesOnly, statingLiteral } from '../application/state.ts';
import { outsideOf, replaced } from '../application/variables.ts';
import { optionsIn } from './options.ts';

/** What pm2 is told, and the environment that it adds. */
export interface Pm2 {
  readonly facts: Facts;
  readonly environment: ReadonlyMap<string, Word>;
}

const FLAGS = { valued: { '-i': 'instances', '--instances': 'instances', '--max-memory-restart': 'max_memory_restart', '--node-args': 'node_args', '-n': 'name', '--name': 'name' } };

/** pm2's `-i` and its ecosystem file: processes, memory, flags of Node, environment. */
export function readPm2({ words }: Invocation, container: RunningContainer, around: Surroundings): Pm2 {
  const outside = outsideOf(container, around);
  const flags = new Map(flagsIn(words, FLAGS).map((flag) => [flag.name, flag]));
  const script = words.find((word) => /(?:\.(?:c|m)?js|\.json|\.ya?ml)$/.test(word.text) && /ecosystem|pm2|process|\.config\.|\.json$/.test(word.text));
  const file = script === undefined ? undefined : fileIn(container, around, script.text);
  const config = file === undefined ? { facts: NOTHING, environment: new Map<string, Word>() } : readEcosystem(file, container, around);
  const instances = flags.get('instances');
  const text = instances === undefined ? undefined : replaced(instances.value ?? '', outside);
  const given = instances === undefined || text === undefined ? NOTHING
    : statingLiteral(container.component, workers, 'text' in text ? processesOf(known(text.text), outside) : unknown(text.because), { at: { ...instances.word.at, column: instances.word.at.column + instances.offset }, shown: instances.shown });
  const memory = flags.get('max_memory_restart');
  return { facts: together([given, memory === undefined ? NOTHING : memoryOf(container, known(memory.value ?? ''), memory.word.at, memory.shown), config.facts]), environment: config.environment };
}

/** `max` and 0 are the cores of the host, -1 one less. */
function processesOf(given: Literal, outside: Outside): Literal {
  return combine([given], ([value]) => {
    const number = typeof value === 'string' && /^-?[0-9]{1,6}$/.test(value) ? Number(value) : value;
    if (number === 'max' || number === 0) return coresOf(outside);
    if (typeof number !== 'number') return unknown('it is no number of processes');
    return number > 0 ? known(number) : combine([coresOf(outside)], ([cores]) => numeric(Math.max(1, Number(cores) + number)));
  });
}

function memoryOf({ component }: RunningContainer, given: Literal, at: Word['at'], shown: string): Facts {
  const value = given.known && typeof given.value === 'string' ? parseValue(given.value, 'bytes') : undefined;
  return typeof value === 'number' ? entriesOnly(statedEntry(component, max_memory_restart, value, at, { text: shown })) : NOTHING;
}

/** The apps of an ecosystem file; the processes of all of them run in the container. */
function readEcosystem(file: SourceFile, container: RunningContainer, around: Surroundings): Pm2 {
  const outside = outsideOf(container, around);
  const { exported, flaws } = readJavaScript(file.path.endsWith('.json') ? `module.exports = ${file.text}` : file.text, outside);
  const shift = file.path.endsWith('.json') ? 'module.exports = '.length : 0;
  const at = (value: JsValue): Word['at'] => positionIn(file, value.at.line, value.at.line === 1 ? value.at.column - shift : value.at.column);
  const list = valueAt(exported, ['apps']) ?? exported;
  const apps = list?.kind === 'array' ? list.items : list === undefined ? [] : [list];
  const problems = flaws.map((flaw) => ({ at: positionIn(file, flaw.at.line, flaw.at.column), message: flaw.message, hint: flaw.hint }));
  const environment = new Map(apps.flatMap((app) => ['env', 'env_production'].flatMap((key) => variablesIn(valueAt(app, [key]), at))));
  return { facts: together([{ ...NOTHING, problems, files: [file.path] }, instancesOf(apps, container, outside, at), ...apps.map((app) => appFacts(app, container, around, at))]), environment };
}

const variablesIn = (value: JsValue | undefined, at: (value: JsValue) => Word['at']): readonly (readonly [string, Word])[] =>
  value?.kind !== 'object' ? [] : [...value.fields].flatMap(([name, field]) =>
    field.kind === 'literal' && field.literal.known && (typeof field.literal.value === 'string' || typeof field.literal.value === 'number') ? [[name, { text: String(field.literal.value), at: at(field) }] as const] : []);

/** The processes of all apps together; one that says nothing is one process. */
function instancesOf(apps: readonly JsValue[], { component }: RunningContainer, outside: Outside, at: (value: JsValue) => Word['at']): Facts {
  const stated = apps.flatMap((app) => valueAt(app, ['instances']) ?? []);
  const [first] = stated;
  if (first === undefined) return NOTHING;
  const each = stated.map((value) => (value.kind === 'literal' ? processesOf(value.literal, outside) : unknown('it is no number of processes')));
  const total = combine(each, (values) => numeric(values.reduce<number>((sum, value) => sum + Number(value), apps.length - stated.length)));
  const text = stated.map((value) => (value.kind === 'literal' ? value.text : '…')).join(', ');
  return statingLiteral(component, workers, total, { at: at(first), shown: `instances: ${text}` });
}

function appFacts(app: JsValue, container: RunningContainer, around: Surroundings, at: (value: JsValue) => Word['at']): Facts {
  const memory = valueAt(app, ['max_memory_restart']);
  const args = valueAt(app, ['node_args']) ?? valueAt(app, ['nodeArgs']) ?? valueAt(app, ['interpreter_args']);
  const texts = args?.kind === 'array' ? args.items : args === undefined ? [] : [args];
  const words = texts.flatMap((value) => (value.kind === 'literal' && value.literal.known && typeof value.literal.value === 'string' ? shellWords(value.literal.value).words.map((word) => ({ text: word.text, at: { ...at(value), column: at(value).column + 1 + word.offset } })) : []));
  return together([memory?.kind === 'literal' ? memoryOf(container, memory.literal, at(memory), `max_memory_restart: ${memory.text}`) : NOTHING, optionsIn(words, container, around)]);
}
