import type { Setting } from '../model/setting.ts';
import { SECOND, type Value } from '../model/value.ts';

/** A value of pgbouncer.ini in our units: times are seconds, with decimals; `undefined` where PgBouncer takes none such. */
export function readPgbouncer(setting: Setting, text: string): Value | undefined {
  if (setting.unit === 'text') {
    const word = setting.oneOf?.find((one) => one === text.toLowerCase());
    return setting.oneOf === undefined ? text : word;
  }
  if (setting.unit === 'flag') return /^(?:1|on|yes|true)$/i.test(text) ? true : /^(?:0|off|no|false)$/i.test(text) ? false : undefined;
  if (setting.unit === 'milliseconds') {
    const [, number] = /^([0-9]+(?:\.[0-9]+)?)$/.exec(text) ?? [];
    return number === undefined ? undefined : Math.round(Number(number) * SECOND);
  }
  return /^[0-9]+$/.test(text) ? Number(text) : undefined;
}
