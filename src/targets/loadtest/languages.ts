import { jsString } from '../../formats/javascript-values.ts';
import { luaString } from '../../formats/lua-values.ts';
import { pythonString } from '../../formats/python-values.ts';
import type { RequestLanguage } from './requests.ts';

const pairs = (entries: Readonly<Record<string, string>>, pair: (name: string, value: string) => string): string =>
  Object.entries(entries).map(([name, value]) => pair(name, value)).join(', ');

/** What k6 runs. */
export const javascript: RequestLanguage = { quote: jsString, join: '+', mapping: (entries) => `{ ${pairs(entries, (name, value) => `${jsString(name)}: ${jsString(value)}`)} }` };
/** What Locust runs. */
export const python: RequestLanguage = { quote: pythonString, join: '+', mapping: (entries) => `{${pairs(entries, (name, value) => `${pythonString(name)}: ${pythonString(value)}`)}}` };
/** What wrk runs. */
export const lua: RequestLanguage = { quote: luaString, join: '..', mapping: (entries) => `{ ${pairs(entries, (name, value) => `[${luaString(name)}] = ${luaString(value)}`)} }` };
