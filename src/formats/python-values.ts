import { digits } from './units.ts';

/** A string literal of Python: what JSON escapes, Python reads likewise; what cannot be seen is escaped as well. */
export const pythonString = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''));

/** A truth value of Python. */
export const pythonFlag = (flag: boolean): string => (flag ? 'True' : 'False');

/** A number literal of Python that stands for `value` counted in `unit`; `undefined` where that is no whole number. */
export const wholeIn = (unit: number) => (value: number): string | undefined => (value % unit === 0 ? digits(value / unit) : undefined);

/** A number literal of Python that stands for `value` counted in `unit`, with decimals where it has some. */
export const decimalIn = (unit: number) => (value: number): string => digits(value / unit);

/** Text that stands inside a docstring. */
export const inDocstring = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"');
