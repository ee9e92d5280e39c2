import { CORES, COUNT, RATE, RATIO, SIZE, TIME } from '../model/spelling.ts';
import { CORE, DAY, GiB, HOUR, KiB, MINUTE, MiB, SECOND, TiB, type Unit, type Value } from '../model/value.ts';

/** Where an `i` or not makes no difference: see `SIZE`. */
const SIZES: Readonly<Record<string, number>> = { b: 1, k: KiB, m: MiB, g: GiB, t: TiB, p: 1024 * TiB };
const TIMES: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, min: MINUTE, h: HOUR, d: DAY };
const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false, on: true, off: false };

const PATTERNS = {
  bytes: new RegExp(SIZE), milliseconds: new RegExp(TIME), millicores: new RegExp(CORES),
  count: new RegExp(COUNT), 'per-second': new RegExp(RATE), ratio: new RegExp(RATIO),
} as const;

/**
 * A value from its spelling, or `undefined` when it is none of that unit. A number without unit is
 * a size or a time only where `bare` says what it counts; 0 needs no unit, and -1 (PostgreSQL's
 * "none") never has one.
 */
export function parseValue(text: string, unit: Unit, bare?: number): Value | undefined {
  switch (unit) {
    case 'flag': return Object.hasOwn(FLAGS, text) ? FLAGS[text] : undefined;
    case 'text': return text;
    case 'list': return parseList(text);
    default: return parseNumber(text, unit, bare);
  }
}

function parseNumber(text: string, unit: keyof typeof PATTERNS, bare: number | undefined): number | undefined {
  if ((unit === 'bytes' || unit === 'milliseconds') && /^-?[0-9]+$/.test(text)) {
    const number = Number(text);
    return number <= 0 ? number : bare === undefined ? undefined : number * bare;
  }
  if (!PATTERNS[unit].test(text)) return undefined;
  const [, number = '', suffix = ''] = /^(-?[0-9.]+) ?(.*)$/.exec(text) ?? [];
  switch (unit) {
    case 'bytes': return whole(number, SIZES[suffix.slice(0, 1).toLowerCase()] ?? 1);
    case 'milliseconds': return scaled(number, TIMES[suffix] ?? 1);
    case 'millicores': return whole(number, suffix === 'm' ? 1 : CORE);
    case 'per-second': return suffix.endsWith('m') || suffix.endsWith('min') ? Number(number) / 60 : Number(number);
    case 'ratio': return suffix === '%' ? scaled(number, 1, 100) : Number(number);
    case 'count': return Number(number);
  }
}

/** `number * factor / divisor` without the rounding error of a decimal number: its digits are multiplied, then divided once. */
function scaled(number: string, factor: number, divisor = 1): number {
  const [integer = '', decimals = ''] = number.split('.');
  return factor === divisor ? Number(number) : (Number(integer + decimals) * factor) / (divisor * 10 ** decimals.length);
}

/** The same where the result must be whole; `undefined` where it is not. */
function whole(number: string, factor: number): number | undefined {
  const [integer = '', decimals = ''] = number.split('.');
  if (integer.length + decimals.length > 40) return decimals === '' ? Infinity : undefined;
  const product = BigInt(integer + decimals) * BigInt(factor);
  const divisor = 10n ** BigInt(decimals.length);
  return product % divisor === 0n ? Number(product / divisor) : undefined;
}

function parseList(text: string): readonly string[] {
  const inner = text.replace(/^\[(.*)\]$/, '$1').trim();
  return inner === '' ? [] : inner.split(',').map((item) => item.trim());
}

/** A value as people write it; `parseValue` reads it back without loss. */
export function showValue(value: Value, unit: Unit): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return `[${value.join(', ')}]`;
  switch (unit) {
    case 'bytes': return showSize(value);
    case 'milliseconds': return showTime(value);
    case 'millicores': return decimal(value / CORE);
    case 'per-second': return showRate(value);
    default: return decimal(value);
  }
}

/** The largest unit that shows the size in quarters at most: `1.5GiB`, `900MiB`. */
function showSize(bytes: number): string {
  const [name, size] = ([['TiB', TiB], ['GiB', GiB], ['MiB', MiB], ['KiB', KiB]] as const).find(([, unit]) => bytes >= unit && bytes % (unit / 4) === 0) ?? ['B', 1];
  return bytes <= 0 ? String(bytes) : `${decimal(bytes / size)}${name}`;
}

/** The largest unit that shows the time whole; seconds also with decimals: `15min`, `1.5s`. */
function showTime(time: number): string {
  if (time <= 0) return String(time);
  const [name, size] = ([['d', DAY], ['h', HOUR], ['min', MINUTE]] as const).find(([, unit]) => time % unit === 0) ?? (time >= SECOND && time < 365 * DAY && time % 10 === 0 ? ['s', SECOND] : ['ms', 1]);
  return `${decimal(time / size)}${name}`;
}

/** Per second, or per minute where that is the whole number. */
function showRate(rate: number): string {
  const perMinute = Math.round(rate * 60);
  return rate < 1 && rate > 0 && perMinute / 60 === rate ? `${perMinute}/min` : `${decimal(rate)}/s`;
}

/** A number in plain digits: no exponent, which none of the servers' files would take. */
function decimal(number: number): string {
  if (Number.isSafeInteger(number)) return String(number);
  const [digits = '', exponent] = String(number).split('e');
  if (exponent === undefined) return digits;
  const power = Number(exponent);
  const sign = digits.startsWith('-') ? '-' : '';
  const [integer = '', fraction = ''] = digits.slice(sign.length).split('.');
  if (power < 0) return `${sign}0.${'0'.repeat(-power - integer.length)}${integer}${fraction}`;
  return `${sign}${integer}${fraction.padEnd(power, '0')}`;
}
