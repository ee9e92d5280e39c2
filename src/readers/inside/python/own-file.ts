import { known, type Literal, type Outside } from '../../../formats/literal.ts';
import { CALLS, type Arguments, type Call } from '../../../formats/python/calls.ts';
import type { Position } from '../../../model/entry.ts';
import { positionIn, type SourceFile } from '../../../model/source.ts';
import type { Named } from '../../../formats/literal.ts';
import type { RunningContainer } from '../running.ts';

/** A function of the file's that takes a variable's name and what is planned: the variable wins, an empty one counts as unset. */
const variableOr: Call = ({ placed: [name, planned] }: Arguments, outside: Outside): Literal => {
  const found = name?.known === true && typeof name.value === 'string' ? outside.variable(name.value) : undefined;
  if (found !== undefined && 'because' in found) return { known: false, because: found.because };
  if (found === undefined || found.value === '') return planned ?? known(null);
  return known(/^[0-9]{1,15}(?:\.[0-9]{1,6})?$/.test(found.value) ? Number(found.value) : found.value);
};

const NAMES = ['whole', 'at_most', 'port', 'word', 'seconds', 'addresses', 'given'] as const;

/** What is understood in the Python files that Plumbline renders: beside the usual functions those of the file's own head. */
export const OWN_CALLS: Readonly<Record<string, Call>> = { ...CALLS, ...Object.fromEntries(NAMES.map((name) => [name, variableOr])) };

const OVERRIDDEN = new RegExp(`^(?:${NAMES.join('|')})\\(["']([A-Z][A-Z0-9_]{0,80})["']`);

/** Where a value of such a file is stated: in the environment, where that overrides it. */
export const placeIn = (file: SourceFile, { environment }: RunningContainer) => ({ text, at }: Pick<Named, 'text' | 'at'>): Position => {
  const word = environment.get(OVERRIDDEN.exec(text)?.[1] ?? '');
  return word === undefined || word.text === '' ? positionIn(file, at.line, at.column) : word.at;
};

/** Whether Plumbline rendered a Python file: its first lines say so. */
export const isOwn = ({ text }: SourceFile, title: string): boolean => text.startsWith(`"""\n${title} of `) && text.slice(0, 600).includes('\nRendered by Plumbline: ');
