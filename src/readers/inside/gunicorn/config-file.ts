import { dictionariesNamed } from '../../../formats/python/dictionaries.ts';
import type { Named } from '../../../formats/literal.ts';
import { readPython } from '../../../formats/python/names.ts';
import { statedEntry } from '../../../model/entry.ts';
import { NOTHING, together, type Facts } from '../../../model/facts.ts';
import type { Setting } from '../../../model/setting.ts';
import { positionIn, type SourceFile } from '../../../model/source.ts';
import { version } from '../../../settings/component.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { entriesOnly, statingLiteral } from '../application/state.ts';
import { outsideOf } from '../application/variables.ts';
import { isOwn, OWN_CALLS, placeIn } from '../python/own-file.ts';
import { SETTINGS as UVICORN } from '../uvicorn/flags.ts';
import { SETTINGS } from './flags.ts';

/** What a gunicorn.conf.py states; it is read, never run. A subclass of uvicorn's worker is told more by its CONFIG_KWARGS. */
export function readConfigFile(file: SourceFile, container: RunningContainer, around: Surroundings): Facts {
  const outside = outsideOf(container, around);
  const own = isOwn(file, 'Configuration') ? OWN_CALLS : undefined;
  const { names, flaws } = readPython(file.text, outside, own);
  const place = placeIn(file, container);
  const stated = (settings: ReadonlyMap<string, Setting>, given: ReadonlyMap<string, Named>): readonly Facts[] => [...given.values()].flatMap((name) => {
    const setting = settings.get(name.name);
    return setting === undefined ? [] : [statingLiteral(container.component, setting, name.literal, { at: place(name), shown: `${name.name} = ${name.text}` })];
  });
  const told = dictionariesNamed(file.text, 'CONFIG_KWARGS', outside, own).flatMap(({ named }) => stated(UVICORN, named));
  const problems = flaws.map(({ at, message, hint }) => ({ at: positionIn(file, at.line, at.column), message, hint }));
  return together([{ ...NOTHING, problems, files: [file.path] }, ...stated(SETTINGS, names), ...told, own === undefined ? NOTHING : versionIn(file, container.component)]);
}

/** The version that it was rendered for, which its first lines say. */
function versionIn(file: SourceFile, component: string): Facts {
  const [, before = '', found] = /^"""\n(.{1,200}, for gunicorn )([0-9]{1,3}(?:\.[0-9]{1,4}){0,3})\.\n/.exec(file.text) ?? [];
  return found === undefined ? NOTHING : entriesOnly(statedEntry(component, version, found, positionIn(file, 2, before.length + 1), { text: `for gunicorn ${found}` }));
}
