import { connectionString } from '../../../formats/connection-string/parts.ts';
import { NOTHING, together, type Facts } from '../../../model/facts.ts';
import type { Setting } from '../../../model/setting.ts';
import * as pymongo from '../../../settings/pymongo.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { placer } from './place.ts';
import { stating } from './state.ts';

/** Options of MongoDB's connection strings, whose case does not matter. */
const OPTIONS: ReadonlyMap<string, Setting> = new Map(Object.values(pymongo).map((setting) => [setting.name.toLowerCase(), setting]));

/** What the connection strings of MongoDB say of its pool: `mongodb://mongo/shop?maxPoolSize=50`. */
export function mongoStrings({ component, environment }: RunningContainer, around: Surroundings): Facts {
  const place = placer(around.tree);
  return together([...environment].flatMap(([name, word]) => {
    const parsed = connectionString(word.text);
    if (parsed === undefined || !/^mongodb(?:\+srv)?$/.test(parsed.scheme)) return [];
    return parsed.parameters.map((parameter) => {
      const setting = OPTIONS.get(parameter.name.toLowerCase());
      return setting === undefined ? NOTHING : stating(component, setting, { text: parameter.value, at: place(word, parameter.offset), shown: `${name}: ${parameter.name}=${parameter.value}` });
    });
  }));
}
