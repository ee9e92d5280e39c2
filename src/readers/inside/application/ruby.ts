import { connectionString } from '../../../formats/connection-string/parts.ts';
import { flagsIn } from '../../../formats/flags.ts';
import { known, numeric, unknown, type Literal, type Outside } from '../../../formats/literal.ts';
import { defaultEntry } from '../../../model/entry.ts';
import { NOTHING, together, type Facts } from '../../../model/facts.ts';
import type { Setting } from '../../../model/setting.ts';
import { positionIn, type SourceFile, type Word } from '../../../model/source.ts';
import { threads, workers } from '../../../settings/application.ts';
import { railsPool } from '../../../settings/pools.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { fileIn } from './files.ts';
import { givenByFlag, givenByVariable } from './given.ts';
import { placer } from './place.ts';
import { preferring } from './preferring.ts';
import type { Invocation } from './programs.ts';
import { entriesOnly, stating, statingLiteral } from './state.ts';
import { outsideOf } from './variables.ts';

const SERVER = { valued: { '-w': 'workers', '--workers': 'workers', '-t': 'threads', '--threads': 'threads', '-p': 'port', '--port': 'port', '-b': 'bind', '--bind': 'bind', '-C': 'config', '--config': 'config' } };
const SIDEKIQ = { valued: { '-c': 'threads', '--concurrency': 'threads', '-C': 'config', '--config': 'config', '-r': 'require', '--require': 'require', '-q': 'queue', '--queue': 'queue', '-e': 'environment', '--environment': 'environment', '-t': 'timeout', '--timeout': 'timeout', '-g': 'tag', '--tag': 'tag' } };
/** Threads of Sidekiq where nobody says how many: its `config/sidekiq.yml` of version 7. */
const SIDEKIQ_THREADS = 5;

/** What Ruby programs run with, and the pool of Rails: a parameter of DATABASE_URL stands before config/database.yml. */
export function rubyFacts(started: Invocation | undefined, container: RunningContainer, around: Surroundings): Facts {
  const { component, environment, unresolved } = container;
  const database = fileIn(container, around, 'config/database.yml');
  return preferring([
    started?.program === 'sidekiq' ? sidekiq(started.words, container, around) : puma(started?.words ?? [], container, around),
    urlPool(container, around),
    database === undefined ? NOTHING : readLines(database, container, around, [[/^\s{1,20}pool:\s{1,10}(.{1,120})$/, railsPool]]),
    givenByVariable(component, railsPool, 'RAILS_MAX_THREADS', environment, unresolved),
  ]);
}

/** Puma: its flags, config/puma.rb, WEB_CONCURRENCY and RAILS_MAX_THREADS. */
function puma(words: readonly Word[], container: RunningContainer, around: Surroundings): Facts {
  const { component, environment, unresolved } = container;
  const flags = new Map(flagsIn(words, SERVER).map((flag) => [flag.name, flag]));
  const given = (name: string, setting: Setting): Facts => {
    const flag = flags.get(name);
    // `-t 1:5`: at least and at most.
    const shift = flag?.value?.includes(':') === true ? flag.value.indexOf(':') + 1 : 0;
    return flag === undefined ? NOTHING : givenByFlag(component, setting, { ...flag, value: flag.value?.slice(shift) ?? '', offset: flag.offset + shift }, outsideOf(container, around));
  };
  const file = fileIn(container, around, flags.get('config')?.value ?? 'config/puma.rb');
  return preferring([
    given('workers', workers), given('threads', threads),
    file === undefined ? NOTHING : readLines(file, container, around, [[/^\s{0,20}workers[ (]\s{0,10}(.{1,120})$/, workers], [/^\s{0,20}threads[ (]\s{0,10}[^,]{1,80},\s{0,10}([^)]{1,80}(?:\)[^)]{0,40})?)\)?$/, threads]]),
    givenByVariable(component, workers, 'WEB_CONCURRENCY', environment, unresolved),
    givenByVariable(component, threads, 'RAILS_MAX_THREADS', environment, unresolved),
  ]);
}

/** Sidekiq is one process; its threads are -c, `:concurrency:` of its file, RAILS_MAX_THREADS, or its own number. */
function sidekiq(words: readonly Word[], container: RunningContainer, around: Surroundings): Facts {
  const { component, environment, unresolved } = container;
  const flags = new Map(flagsIn(words, SIDEKIQ).map((flag) => [flag.name, flag]));
  const count = flags.get('threads');
  const file = fileIn(container, around, flags.get('config')?.value ?? 'config/sidekiq.yml');
  return preferring([
    entriesOnly(defaultEntry(component, workers, 1, 'Sidekiq: one process')),
    count === undefined ? NOTHING : givenByFlag(component, threads, count, outsideOf(container, around)),
    file === undefined ? NOTHING : readLines(file, container, around, [[/^:?concurrency:\s{1,10}(.{1,120})$/, threads]]),
    givenByVariable(component, threads, 'RAILS_MAX_THREADS', environment, unresolved),
    entriesOnly(defaultEntry(component, threads, SIDEKIQ_THREADS, 'Sidekiq')),
  ]);
}

/** `DATABASE_URL: postgres://db/shop?pool=5`: Rails lays it over the file. */
function urlPool({ component, environment }: RunningContainer, around: Surroundings): Facts {
  const word = environment.get('DATABASE_URL');
  const pool = word === undefined ? undefined : connectionString(word.text)?.parameters.find(({ name }) => name === 'pool');
  return word === undefined || pool === undefined ? NOTHING : stating(component, railsPool, { text: pool.value, at: placer(around.tree)(word, pool.offset), shown: `DATABASE_URL: pool=${pool.value}` });
}

/** The first line that matches each pattern; names that the file assigns are followed once. What a variable of the environment says stands at its place. */
function readLines(file: SourceFile, container: RunningContainer, around: Surroundings, patterns: readonly (readonly [RegExp, Setting])[]): Facts {
  const lines = file.text.slice(0, 50_000).split('\n');
  const named = new Map(lines.flatMap((line) => {
    const found = /^\s{0,20}([a-z_]{1,40}) ?= ?(.{1,120})$/.exec(line);
    return found === null ? [] : [[found[1] ?? '', found[2] ?? ''] as const];
  }));
  const facts = patterns.map(([pattern, setting]) => {
    for (const [index, line] of lines.entries()) {
      const written = line.length > 400 ? undefined : pattern.exec(line)?.[1]?.trim();
      if (written === undefined) continue;
      const text = named.get(written) ?? written;
      const name = variableIn(text);
      const word = name === undefined ? undefined : container.environment.get(name);
      const place = word === undefined ? { at: positionIn(file, index + 1, line.indexOf(written) + 1), shown: line.trim() } : { at: word.at, shown: `${name}: ${word.text}` };
      return statingLiteral(container.component, setting, rubyNumber(text, outsideOf(container, around)), place);
    }
    return NOTHING;
  });
  return together([{ ...NOTHING, files: [file.path] }, ...facts]);
}

/** The text without what only turns it into a number, and without ERB's brackets. */
const plainNumber = (text: string): string => text.replace(/^<%=?\s{0,4}|\s{0,4}-?%>$/g, '').replace(/^Integer\((.{0,110})\)$/, '$1').replace(/\.to_i$/, '').trim();

/** The variable of the environment that a text asks for. */
const variableIn = (text: string): string | undefined => /^ENV(?:\.fetch\(|\[)\s?["']([A-Za-z_][A-Za-z0-9_]{0,80})["']/.exec(plainNumber(text))?.[1];

/** `5`, `ENV.fetch("X") { 5 }`, `ENV.fetch("X", 5)`, `ENV["X"] || 5`, with `Integer(…)`, `.to_i` and ERB's brackets around. */
export function rubyNumber(text: string, outside: Outside): Literal {
  const plain = plainNumber(text);
  if (/^[0-9]{1,6}$/.test(plain)) return numeric(Number(plain));
  const [, name, inBraces, inList, after] = /^ENV(?:\.fetch\(|\[)\s?["']([A-Za-z_][A-Za-z0-9_]{0,80})["']\s?(?:,\s{0,4}["']?([0-9]{1,6})["']?\s?)?[)\]]\s{0,4}(?:\{\s?["']?([0-9]{1,6})["']?\s?\}|\|\|\s{0,4}["']?([0-9]{1,6})["']?)?$/.exec(plain) ?? [];
  if (name === undefined) return unknown(`${plain.slice(0, 60)} is not run`);
  const found = outside.variable(name);
  if (found !== undefined && 'because' in found) return unknown(found.because);
  const value = found?.value ?? inBraces ?? inList ?? after;
  return value === undefined ? known(null) : /^[0-9]{1,6}$/.test(value) ? numeric(Number(value)) : unknown(`${name} is no number`);
}
