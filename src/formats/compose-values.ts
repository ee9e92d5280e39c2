import { CORE, GiB, HOUR, KiB, MINUTE, MiB, SECOND } from '../model/value.ts';
import { digits, inUnits } from './units.ts';

/** A size as Docker reads it: `m` is 1024 * 1024. */
export const composeSize = (bytes: number): string => inUnits(bytes, [['g', GiB], ['m', MiB], ['k', KiB], ['b', 1]]);

/** A duration as Docker reads it; `0s` is none. */
export const composeTime = (milliseconds: number): string => (milliseconds === 0 ? '0s' : inUnits(milliseconds, [['h', HOUR], ['m', MINUTE], ['s', SECOND], ['ms', 1]]));

/** CPU cores with decimals: `0.5`. */
export const composeCpus = (millicores: number): string => digits(millicores / CORE);

/** The size of a log file: the json-file driver reads `m` as a million, so it gets plain bytes. */
export const logSize = (bytes: number): string => digits(bytes);

/** Text in docker-compose.yml that is not to be taken as a variable. */
export const verbatim = (text: string): string => text.replaceAll('$', '$$$$');

/** The name of a component as part of an environment variable: `ADMIN_API`. */
export const variable = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, '_');

/** A value in an env file, as docker compose and shells read it. */
export function envValue(text: string): string {
  if (text.includes('\0')) throw new Error('an environment variable takes no null character');
  if (/^[A-Za-z0-9_./:@,+=-]*$/.test(text)) return text;
  if (!/['\r\n]/.test(text)) return `'${text}'`;
  const escaped = text.replace(/[\\"$]/g, (character) => `\\${character}`).replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `"${escaped}"`;
}
