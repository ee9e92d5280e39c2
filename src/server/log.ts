import { inspect } from 'node:util';

/** What a line says beside its message. */
export type Fields = Readonly<Record<string, unknown>>;

/** Writes lines in pino's form: `log.info('text')`, or `log.info({ key: value }, 'text')`. */
export interface Logger extends Readonly<Record<Level, (first: unknown, message?: string) => void>> {
  readonly level: string;
  /** A logger whose lines all say `fields` too. */
  readonly child: (fields: Fields) => Logger;
}

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Pino's numbers. */
const NUMBERS: Readonly<Record<Level, number>> = { fatal: 60, error: 50, warn: 40, info: 30, debug: 20, trace: 10 };

/** A logger of lines from `level` on: JSON, or plain text where a person watches. `write` takes each line with its end. */
export function createLogger(level: string, fields: Fields, write = (line: string): void => { process.stdout.write(line); }): Logger {
  const least = level in NUMBERS ? NUMBERS[level as Level] : Infinity;
  const form = process.stdout.isTTY ? asText : asJson;
  const at = (name: Level) => (first: unknown, message?: string) => {
    if (NUMBERS[name] < least) return;
    write(form(name, { ...fields, ...fieldsOf(first) }, message ?? messageOf(first)));
  };
  return {
    level,
    fatal: at('fatal'), error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug'), trace: at('trace'),
    child: (more) => createLogger(level, { ...fields, ...more }, write),
  };
}

/** A function that is called at most once in `interval` milliseconds, and told how many calls before it were left out. */
export function seldom<Word>(interval: number, act: (word: Word, untold: number) => void): (word: Word) => void {
  let last = -Infinity;
  let untold = 0;
  return (word) => {
    const now = performance.now();
    if (now - last < interval) {
      untold += 1;
      return;
    }
    act(word, untold);
    last = now;
    untold = 0;
  };
}

const fieldsOf = (first: unknown): Fields => {
  if (first instanceof Error) return { err: first };
  return typeof first === 'object' && first !== null ? (first as Fields) : {};
};

const messageOf = (first: unknown): string => {
  if (typeof first === 'string') return first;
  if (first instanceof Error) return first.message;
  const { err } = fieldsOf(first);
  return err instanceof Error ? err.message : '';
};

function asJson(level: Level, fields: Fields, msg: string): string {
  const line = { level: NUMBERS[level], time: Date.now(), pid: process.pid };
  try {
    return `${JSON.stringify({ ...line, ...fields, msg }, (_, value: unknown) => (value instanceof Error ? errorFields(value) : value))}\n`;
  } catch {
    // Fields that JSON has no words for, such as a request, which leads back to itself: a log line must not fail what it tells of.
    return `${JSON.stringify({ ...line, msg, fields: inspect(fields, { depth: 1, breakLength: Infinity }) })}\n`;
  }
}

const asText = (level: Level, fields: Fields, message: string): string => {
  const { err, name: _, ...rest } = fields;
  const words = Object.entries(rest).map(([key, value]) => `${key}=${String(value)}`);
  const trace = err instanceof Error ? `\n${err.stack ?? err.message}` : '';
  return `${[level.padEnd(5), message, ...words].join('  ')}${trace}\n`;
};

const errorFields = (error: Error): Fields => {
  const { code } = error as NodeJS.ErrnoException;
  return { type: error.name, message: error.message, ...(code !== undefined && { code }), stack: error.stack, ...(error.cause instanceof Error && { cause: errorFields(error.cause) }) };
};
