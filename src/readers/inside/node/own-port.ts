import { portOf } from '../../../formats/connection-string/parts.ts';
import type { Facts } from '../../../model/facts.ts';
import { NOTHING } from '../../../model/facts.ts';
import { fileIn } from '../application/files.ts';
import { listeningAt } from '../application/listening.ts';
import type { Invocation } from '../application/programs.ts';
import type { RunningContainer, Surroundings } from '../running.ts';

const LONGEST = 200_000;
/** `listen(…)` for everybody: no second argument, a function, or 0.0.0.0. */
const AFTER = String.raw`[ \t]{0,4}(?:\)|,[ \t\n]{0,20}(?:\(|async\b|function\b|err\b|["'](?:0\.0\.0\.0|::)["']))`;
const DIRECT = new RegExp(String.raw`\.listen\([ \t]{0,4}(?:Number\(|\+)?process\.env\.PORT\)?(?:[ \t]{0,4}(?:\|\||\?\?)[ \t]{0,4}["']?[0-9]{1,5}["']?)?${AFTER}`);
const NAMED = new RegExp(String.raw`\.listen\([ \t]{0,4}([A-Za-z_]{1,40})${AFTER}`);

/** The port of a program that says `listen(process.env.PORT)` once, and whose PORT is set. */
export function ownPort(started: readonly Invocation[], { component, environment, unresolved }: RunningContainer, container: RunningContainer, around: Surroundings): Facts {
  const word = environment.get('PORT');
  const port = word === undefined || unresolved.has('PORT') ? undefined : portOf(word.text);
  const script = started.findLast(({ program }) => program === 'node')?.words.find(({ text }) => /\.[cm]?js$/.test(text));
  const file = port === undefined || script === undefined ? undefined : fileIn(container, around, script.text);
  if (word === undefined || port === undefined || file === undefined || !listensOnPort(file.text.slice(0, LONGEST))) return NOTHING;
  return { ...NOTHING, entries: listeningAt(component, port, word.at, `PORT: ${word.text}`), files: [file.path] };
}

function listensOnPort(text: string): boolean {
  const lines = text.split('\n').filter((line) => !/^[ \t]*(?:\/\/|\*|\/\*)/.test(line)).join('\n');
  if (lines.split('.listen(').length !== 2) return false;
  const name = NAMED.exec(lines)?.[1];
  return DIRECT.test(lines) || (name !== undefined && new RegExp(String.raw`\b(?:const|let|var)[ \t]+${name}[ \t]*=[ \t]*(?:Number\(|\+)?process\.env\.PORT\b`).test(lines));
}
