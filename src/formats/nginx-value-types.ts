import type { Argument } from './nginx-syntax.ts';

/** What nginx reads a word as, and how a person writes it. */
interface ValueType {
  readonly pattern: RegExp;
  readonly wanted: string;
}

const COUNT: ValueType = { pattern: /^[0-9]+$/, wanted: 'a whole number' };
const SIZE: ValueType = { pattern: /^[0-9]+[kKmM]?$/, wanted: 'a size such as 10m' };
const BYTES: ValueType = { pattern: /^[0-9]+[kKmMgG]?$/, wanted: 'a size such as 10m' };
// Units from the greatest to the least; a bare number at the end counts seconds. Only a time in whole seconds may be of years and months.
const TIME: ValueType = { pattern: /^(?=[^0-9]*[0-9])(?:[0-9]*w *)?(?:[0-9]*d *)?(?:[0-9]*h *)?(?:[0-9]*m(?!s) *)?(?:[0-9]*s *)?(?:[0-9]*ms *)?(?:[0-9]+ *)?$/, wanted: 'a time such as 60s or 1m30s' };
const SECONDS: ValueType = { pattern: /^(?=[^0-9]*[0-9])(?:[0-9]*y *)?(?:[0-9]*M *)?(?:[0-9]*w *)?(?:[0-9]*d *)?(?:[0-9]*h *)?(?:[0-9]*m(?!s) *)?(?:[0-9]*s *)?(?:[0-9]+ *)?$/, wanted: 'a time in whole seconds, such as 60s' };

/** The words of a directive, one by one. */
const TYPES: Readonly<Record<string, readonly ValueType[]>> = {
  count: [COUNT], size: [SIZE], bytes: [BYTES], time: [TIME, SECONDS], seconds: [SECONDS], buffers: [COUNT, SIZE],
};

/** Longer ones are no numbers. */
const LONGEST = 40;
/** What something else puts a value in for before nginx reads it: `${SIZE}`, `__SIZE__`, `{{ size }}`, `%SIZE%`; newer versions take variables. */
const PLACEHOLDER = /[$%@<>{}\n]|__|^[A-Z][A-Z_]+$/;

/** A word of a directive that is none of the values it takes, and what it takes. */
export function misvalued(type: string, args: readonly Argument[]): { readonly word: string; readonly wanted: string } | undefined {
  for (const [index, { pattern, wanted }] of (TYPES[type] ?? []).entries()) {
    const word = args[index]?.text;
    if (word === undefined) return undefined;
    if (word.length <= LONGEST && !PLACEHOLDER.test(word) && !pattern.test(word)) return { word, wanted };
  }
  return undefined;
}
