import { readPython } from '../../../formats/python/names.ts';
import { NOTHING, together, type Facts } from '../../../model/facts.ts';
import { positionIn, type SourceFile } from '../../../model/source.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { statingLiteral } from '../application/state.ts';
import { outsideOf } from '../application/variables.ts';
import { SETTINGS } from './flags.ts';

/** What a gunicorn.conf.py states; it is read, never run. */
export function readConfigFile(file: SourceFile, container: RunningContainer, around: Surroundings): Facts {
  const { names, flaws } = readPython(file.text, outsideOf(container, around));
  const stated = [...names.values()].flatMap((name) => {
    const setting = SETTINGS.get(name.name);
    return setting === undefined ? [] : [statingLiteral(container.component, setting, name.literal, { at: positionIn(file, name.at.line, name.at.column), shown: `${name.name} = ${name.text}` })];
  });
  const problems = flaws.map(({ at, message, hint }) => ({ at: positionIn(file, at.line, at.column), message, hint }));
  return together([{ ...NOTHING, problems, files: [file.path] }, ...stated]);
}
