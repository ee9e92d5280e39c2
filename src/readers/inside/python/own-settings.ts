import type { Literal, Named } from '../../../formats/literal.ts';
import { callsIn, type Called } from '../../../formats/python/call-in.ts';
import { dictionariesNamed } from '../../../formats/python/dictionaries.ts';
import { readPython } from '../../../formats/python/names.ts';
import { statedEntry, type Position } from '../../../model/entry.ts';
import { NOTHING, together, type Facts } from '../../../model/facts.ts';
import { settingsIn, type Setting } from '../../../model/setting.ts';
import { positionIn, type SourceFile } from '../../../model/source.ts';
import { SECOND } from '../../../model/value.ts';
import * as kafka from '../../../settings/kafka-python.ts';
import * as pools from '../../../settings/pools.ts';
import * as pymongo from '../../../settings/pymongo.ts';
import * as python from '../../../settings/python.ts';
import * as redis from '../../../settings/redis-py.ts';
import { entriesOnly, unreadSetting } from '../application/state.ts';
import { fileIn } from '../application/files.ts';
import { outsideOf } from '../application/variables.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { isOwn, OWN_CALLS, placeIn } from './own-file.ts';

/** A name of settings.py, the setting that it holds, and how much one of its units is. */
type Field = readonly [name: string, setting: Setting, unit?: number];

/** Settings that stand under their own names, in the unit of their library. */
const named = (module: object, kind: string): readonly Field[] =>
  settingsIn(module, kind).map((setting): Field => [setting.name, setting, setting.bare ?? 1]);

/** The arguments of the classes that settings.py makes one of each. */
const FIELDS: Readonly<Record<string, readonly Field[]>> = {
  Database: [...named(pools, 'sqlalchemy'), ['connect_timeout', python.database_connect_timeout, SECOND], ['statement_timeout', python.statement_timeout], ['prepare', python.pool_prepare]],
  Redis: named(redis, 'redis_py'),
  Kafka: [['consumers', python.kafka_consumers]],
  Http: [['body_limit', python.body_limit], ['timeout', python.request_timeout, SECOND], ['trusted_hops', python.trusted_hops], ['retry_after', python.retry_after, SECOND]],
  Lifetimes: [['short', python.cache_short, SECOND], ['medium', python.cache_medium, SECOND], ['long', python.cache_long, SECOND]],
  Metrics: [['port', python.metrics_port], ['latency', python.metrics_latency, SECOND], ['threshold', python.metrics_threshold, SECOND]],
};
/** The dictionaries that are handed to a library as they are. */
const DICTIONARIES: Readonly<Record<string, readonly Field[]>> = { consumer: named(kafka, 'kafka_python'), producer: named(kafka, 'kafka_python'), options: named(pymongo, 'pymongo') };
/** The names at the top of the file. */
const TOP: readonly Field[] = [['MESSAGE_TIMEOUT', python.request_timeout, SECOND], ['ANYIO_THREADS', python.anyio_tokens], ['HEARTBEAT_TIMEOUT', python.heartbeat_timeout, SECOND], ['DRAIN_TIMEOUT', python.drain_timeout, SECOND]];
const ROUTE: readonly Field[] = [['body_limit', python.route_body], ['timeout', python.route_timeout, SECOND]];

/** The settings that Plumbline renders for a Python application, where the container has them. */
export function ownSettingsFile(container: RunningContainer, around: Surroundings): SourceFile | undefined {
  const file = fileIn(container, around, `${container.environment.get('PYTHONPATH')?.text ?? '/app'}/settings.py`) ?? fileIn(container, around, 'settings.py');
  return file !== undefined && isOwn(file, 'Settings') ? file : undefined;
}

/** Reads a rendered settings.py back: every setting, with what the environment overrides. */
export function readOwnSettings(file: SourceFile, container: RunningContainer, around: Surroundings): Facts {
  const outside = outsideOf(container, around);
  const { names, flaws } = readPython(file.text, outside, OWN_CALLS);
  const place = placeIn(file, container);
  const stated = (fields: readonly Field[], given: ReadonlyMap<string, Named>, subject?: string): readonly Facts[] =>
    fields.flatMap((field) => {
      const found = given.get(field[0]);
      return found === undefined ? [] : [stateOf(container.component, field, found, place(found), subject)];
    });
  const calls = callsIn(file.text, (name) => Object.hasOwn(FIELDS, name) || name === 'Route', outside, OWN_CALLS);
  const workers: readonly Field[] = [['PROCESSES', python.processes]];
  const facts = [
    ...Object.entries(FIELDS).flatMap(([name, fields]) => stated(fields, calls.find((call) => call.name === name)?.named ?? new Map())),
    ...Object.entries(DICTIONARIES).flatMap(([name, fields]) => stated(fields, dictionariesNamed(file.text, name, outside, OWN_CALLS)[0]?.named ?? new Map())),
    ...calls.filter((call) => call.name === 'Route').flatMap((call) => stated(ROUTE, call.named, pathOf(call))),
    ...stated(TOP, names),
    ...(names.has('HEARTBEAT_TIMEOUT') ? stated(workers, names) : []),
  ];
  const problems = flaws.map(({ at, message, hint }) => ({ at: positionIn(file, at.line, at.column), message, hint }));
  return together([{ ...NOTHING, problems, files: [file.path] }, once(facts)]);
}

const pathOf = ({ named: given }: Called): string => {
  const path = given.get('path')?.literal;
  return path?.known === true ? String(path.value) : '';
};

/** Consumers and producers share some names: the first says it. */
function once(facts: readonly Facts[]): Facts {
  const all = together(facts);
  const entries = new Map(all.entries.toReversed().map((entry) => [entry.id, entry]));
  return { ...all, entries: [...entries.values()].toReversed() };
}

function stateOf(component: string, [name, setting, unit = 1]: Field, { literal, text }: Named, at: Position, subject?: string): Facts {
  const value = valueOf(literal, setting, unit);
  if (value === null) return NOTHING;
  const shown = `${name}=${text}`;
  if (value === undefined) return unreadSetting(component, setting, shown, literal.known ? 'it is no value of it' : literal.because, at);
  return entriesOnly(statedEntry(component, setting, value, at, { text: shown, ...(subject === undefined ? {} : { subject }) }));
}

/** The value in the setting's unit; 0 and -1 mean the same in all of them, `None` that nothing is said. */
function valueOf(literal: Literal, { unit: is }: Setting, unit: number): number | boolean | string | null | undefined {
  if (!literal.known || Array.isArray(literal.value)) return undefined;
  const { value } = literal;
  if (typeof value === 'number') return value <= 0 ? value : is === 'ratio' ? value : Math.round(value * unit);
  return typeof value === 'boolean' || typeof value === 'string' ? value : value === null ? null : undefined;
}
