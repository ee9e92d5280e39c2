import { CORE, GiB, KiB, MiB, TiB } from '../model/value.ts';
import { duration } from './go-duration.ts';

const SIZES: Readonly<Record<string, number>> = { '': 1, k: KiB, m: MiB, g: GiB, t: TiB, p: 1024 * TiB };
const DECIMAL: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15 };
const SIZE = /^([0-9]{1,18}(?:\.[0-9]{1,18})?) ?([kmgtp]?)i?b?$/i;

/** A size as Docker reads it, in bytes: `512MB`, `512m` and `512MiB` are the same. */
export const dockerSize = (text: string): number | undefined => sized(text, SIZES);

/** The size of a log file: the json-file driver reads `10m` as ten million. */
export const logFileSize = (text: string): number | undefined => sized(text, DECIMAL);

function sized(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, number, unit = ''] = SIZE.exec(text.trim()) ?? [];
  return number === undefined ? undefined : Math.floor(Number(number) * (units[unit.toLowerCase()] ?? 1));
}

/** A time as Compose reads it, in milliseconds: `1m30s`, `1.5h`, `500ms`; a number without a unit is none, but for 0. */
export const dockerTime = (text: string): number | undefined => (text === '0' ? 0 : duration(text));

/** CPU cores with decimals, in millicores. */
export const dockerCpus = (text: string): number | undefined => (/^[0-9]{1,6}(?:\.[0-9]{1,9})?$|^\.[0-9]{1,9}$/.test(text) ? Math.round(Number(text) * CORE) : undefined);

/** A whole number; `-1` is none. */
export const wholeNumber = (text: string): number | undefined => (/^-?[0-9]{1,15}$/.test(text) ? Number(text) : undefined);

/** A truth value as YAML spells it. */
export const flagValue = (text: string): boolean | undefined => (/^(?:true|yes|on)$/i.test(text) ? true : /^(?:false|no|off)$/i.test(text) ? false : undefined);
