import { statedEntry } from '../../../model/entry.ts';
import { NOTHING, type Facts } from '../../../model/facts.ts';
import { positionIn } from '../../../model/source.ts';
import { keep_alive_timeout } from '../../../settings/node.ts';
import { fileIn } from '../application/files.ts';
import type { Invocation } from '../application/programs.ts';
import { unreadSetting } from '../application/state.ts';
import type { RunningContainer, Surroundings } from '../running.ts';

const LONGEST = 200_000;
const LITERAL = /\bkeepAliveTimeout[ \t]{0,4}[=:][ \t]{0,4}([0-9][0-9_]{0,9})[ \t]{0,4}(?=[;,)}\r\n]|$)/;

/** The idle time that the started script itself sets, where it is a plain number; where it is set in another way, the default does not count. */
export function ownKeepAlive(started: readonly Invocation[], container: RunningContainer, around: Surroundings): Facts {
  const script = started.findLast(({ program }) => program === 'node')?.words.find(({ text }) => /\.[cm]?js$/.test(text));
  const file = script === undefined ? undefined : fileIn(container, around, script.text);
  const lines = (file?.text.slice(0, LONGEST) ?? '').split('\n');
  const index = lines.findIndex((line) => line.includes('keepAliveTimeout') && !/^[ \t]*(?:\/\/|\*|\/\*)/.test(line));
  const line = lines[index];
  if (file === undefined || line === undefined) return NOTHING;
  const at = positionIn(file, index + 1, line.indexOf('keepAliveTimeout') + 1);
  const number = LITERAL.exec(line)?.[1];
  if (number === undefined) return { ...unreadSetting(container.component, keep_alive_timeout, 'keepAliveTimeout', 'it is computed in the program', at), files: [file.path] };
  return { ...NOTHING, entries: [statedEntry(container.component, keep_alive_timeout, Number(number.replaceAll('_', '')), at, { text: `keepAliveTimeout ${number}` })], files: [file.path] };
}
