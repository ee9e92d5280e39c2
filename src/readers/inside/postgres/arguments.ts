import type { StatedParameter } from '../../../formats/postgres-parameters.ts';
import type { Word } from '../../../model/source.ts';

/** Short flags of the server that stand for a parameter, and the value of those that take none. */
const SHORT: Readonly<Record<string, { readonly name: string; readonly value?: string }>> = {
  B: { name: 'shared_buffers' }, N: { name: 'max_connections' }, p: { name: 'port' }, h: { name: 'listen_addresses' }, S: { name: 'work_mem' }, k: { name: 'unix_socket_directories' },
  i: { name: 'listen_addresses', value: '*' }, F: { name: 'fsync', value: 'off' }, l: { name: 'ssl', value: 'on' },
};
/** Other flags that take a value. */
const TAKES_VALUE = 'CDdfrtvW';

/** What a command line tells the server. */
export interface CommandLine {
  readonly stated: readonly StatedParameter[];
  /** `-D`: the folder of the database, or of its configuration. */
  readonly folder?: string;
  /** A `-c` that names no value: the server does not start. */
  readonly incomplete: readonly Word[];
}

/** Reads the arguments of `postgres`: `-c name=value`, `--name=value`, and the short flags of parameters. */
export function readArguments(words: readonly Word[]): CommandLine {
  const stated: StatedParameter[] = [];
  const incomplete: Word[] = [];
  let folder: string | undefined;
  const state = (name: string, value: string, text: string, at: Word): void => void stated.push({ name, value, text, at: at.at, by: 'command' });
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined || !word.text.startsWith('-')) continue;
    const [, long] = /^--(.*)$/s.exec(word.text) ?? [];
    const flag = long === undefined ? word.text.charAt(1) : '';
    const takesNext = long === undefined && word.text.length === 2 && (flag === 'c' || TAKES_VALUE.includes(flag) || (SHORT[flag] !== undefined && SHORT[flag].value === undefined));
    const rest = takesNext ? words[i + 1] : { text: word.text.slice(2), at: word.at };
    if (takesNext) i += 1;
    if (rest === undefined) incomplete.push(word);
    else if (long !== undefined || flag === 'c') {
      const equals = rest.text.indexOf('=');
      if (equals > 0) state(rest.text.slice(0, equals).replaceAll('-', '_'), rest.text.slice(equals + 1), long === undefined ? `-c ${rest.text}` : word.text, rest);
      else if (long !== 'single' && long !== 'boot') incomplete.push(rest);
    } else if (flag === 'D') folder = rest.text;
    else if (SHORT[flag] !== undefined) state(SHORT[flag].name, SHORT[flag].value ?? rest.text, takesNext ? `-${flag} ${rest.text}` : word.text, rest);
  }
  return { stated, incomplete, ...(folder === undefined ? {} : { folder }) };
}

/** What `--set name=value` and `-c name=value` of initdb's arguments write into the new postgresql.conf. */
export function readInitdbArguments(argument: Word | undefined): readonly StatedParameter[] {
  if (argument === undefined) return [];
  const found = argument.text.slice(0, 4000).matchAll(/(?:^|\s)(?:--set[= ]|-c ?)\s?([A-Za-z_]+)=("[^"]*"|'[^']*'|[^\s"']*)/g);
  return [...found].map(([text, name = '', value = '']) => ({ name, value: value.replace(/^["']|["']$/g, ''), text: text.trim(), at: argument.at, by: 'initdb' as const }));
}
