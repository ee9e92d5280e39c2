import { flagsIn } from '../../../formats/flags.ts';
import { known, numeric, unknown, type Literal, type Outside } from '../../../formats/literal.ts';
import { NOTHING, together, type Facts } from '../../../model/facts.ts';
import type { Setting } from '../../../model/setting.ts';
import { positionIn, type SourceFile, type Word } from '../../../model/source.ts';
import { threads, workers } from '../../../settings/application.ts';
import { railsPool } from '../../../settings/pools.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { fileIn } from './files.ts';
import { givenByFlag, givenByVariable } from './given.ts';
import { preferring } from './preferring.ts';
import { statingLiteral } from './state.ts';
import { outsideOf } from './variables.ts';

const FLAGS = { valued: { '-w': 'workers', '--workers': 'workers', '-t': 'threads', '--threads': 'threads', '-p': 'port', '--port': 'port', '-b': 'bind', '--bind': 'bind', '-C': 'config', '--config': 'config' } };

/** Puma: its flags, config/puma.rb, WEB_CONCURRENCY and RAILS_MAX_THREADS; the pool of config/database.yml. */
export function rubyFacts(words: readonly Word[], container: RunningContainer, around: Surroundings): Facts {
  const { component, environment, unresolved } = container;
  const outside = outsideOf(container, around);
  const flags = new Map(flagsIn(words, FLAGS).map((flag) => [flag.name, flag]));
  const given = (name: string, setting: Setting): Facts => {
    const flag = flags.get(name);
    // `-t 1:5`: at least and at most.
    const shift = flag?.value?.includes(':') === true ? flag.value.indexOf(':') + 1 : 0;
    return flag === undefined ? NOTHING : givenByFlag(component, setting, { ...flag, value: flag.value?.slice(shift) ?? '', offset: flag.offset + shift }, outside);
  };
  const puma = fileIn(container, around, flags.get('config')?.value ?? 'config/puma.rb');
  const database = fileIn(container, around, 'config/database.yml');
  return preferring([
    given('workers', workers), given('threads', threads),
    puma === undefined ? NOTHING : readLines(puma, component, outside, [[/^\s{0,20}workers[ (]\s{0,10}(.{1,120})$/, workers], [/^\s{0,20}threads[ (]\s{0,10}[^,]{1,80},\s{0,10}([^)]{1,80}(?:\)[^)]{0,40})?)\)?$/, threads]]),
    givenByVariable(component, workers, 'WEB_CONCURRENCY', environment, unresolved),
    givenByVariable(component, threads, 'RAILS_MAX_THREADS', environment, unresolved),
    database === undefined ? NOTHING : readLines(database, component, outside, [[/^\s{1,20}pool:\s{1,10}(.{1,120})$/, railsPool]]),
    givenByVariable(component, railsPool, 'RAILS_MAX_THREADS', environment, unresolved),
  ]);
}

/** The first line that matches each pattern; names that the file assigns are followed once. */
function readLines(file: SourceFile, component: string, outside: Outside, patterns: readonly (readonly [RegExp, Setting])[]): Facts {
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
      const at = positionIn(file, index + 1, line.indexOf(written) + 1);
      return statingLiteral(component, setting, rubyNumber(text, outside), { at, shown: line.trim() });
    }
    return NOTHING;
  });
  return together([{ ...NOTHING, files: [file.path] }, ...facts]);
}

/** `5`, `ENV.fetch("X") { 5 }`, `ENV.fetch("X", 5)`, `ENV["X"] || 5`, with `Integer(…)`, `.to_i` and ERB's brackets around. */
export function rubyNumber(text: string, outside: Outside): Literal {
  const plain = text.replace(/^<%=?\s{0,4}|\s{0,4}-?%>$/g, '').replace(/^Integer\((.{0,110})\)$/, '$1').replace(/\.to_i$/, '').trim();
  if (/^[0-9]{1,6}$/.test(plain)) return numeric(Number(plain));
  const [, name, inBraces, inList, after] = /^ENV(?:\.fetch\(|\[)\s?["']([A-Za-z_][A-Za-z0-9_]{0,80})["']\s?(?:,\s{0,4}["']?([0-9]{1,6})["']?\s?)?[)\]]\s{0,4}(?:\{\s?["']?([0-9]{1,6})["']?\s?\}|\|\|\s{0,4}["']?([0-9]{1,6})["']?)?$/.exec(plain) ?? [];
  if (name === undefined) return unknown(`${plain.slice(0, 60)} is not run`);
  const found = outside.variable(name);
  if (found !== undefined && 'because' in found) return unknown(found.because);
  const value = found?.value ?? inBraces ?? inList ?? after;
  return value === undefined ? known(null) : /^[0-9]{1,6}$/.test(value) ? numeric(Number(value)) : unknown(`${name} is no number`);
}
