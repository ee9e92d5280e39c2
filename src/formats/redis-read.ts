import type { Setting } from '../model/setting.ts';
import { SECOND, type Value } from '../model/value.ts';

/** Redis tells `m` (a million) from `mb` (binary), and takes both in any case. */
const SIZES: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1000, kb: 1024, m: 1000 ** 2, mb: 1024 ** 2, g: 1000 ** 3, gb: 1024 ** 3 };

/** A value of redis.conf in our units, or what Redis expects instead. */
export type RedisValue = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly expected: string };

/** Reads the arguments of a directive as Redis does: sizes with its own units, times in seconds, yes and no. */
export function readRedis(setting: Setting, args: readonly string[]): RedisValue {
  const text = args.join(' ');
  const no = (expected: string): RedisValue => ({ ok: false, expected });
  const yes = (value: Value): RedisValue => ({ ok: true, value });
  switch (setting.unit) {
    case 'flag': return /^yes$/i.test(text) ? yes(true) : /^no$/i.test(text) ? yes(false) : no('yes or no');
    case 'text': {
      if (setting.oneOf === undefined) return yes(text);
      const word = setting.oneOf.find((one) => one === text.toLowerCase());
      return word === undefined ? no(`one of ${setting.oneOf.join(', ')}`) : yes(word);
    }
    case 'bytes': {
      const [, digits, unit = ''] = /^([0-9]+)([a-z]*)$/i.exec(text) ?? [];
      const size = Object.hasOwn(SIZES, unit.toLowerCase()) ? SIZES[unit.toLowerCase()] : undefined;
      return digits === undefined || size === undefined ? no('a size such as 256mb') : yes(Number(digits) * size);
    }
    default: {
      if (!/^-?[0-9]+$/.test(text)) return no('a whole number');
      const number = Number(text) * (setting.unit === 'milliseconds' ? SECOND : 1);
      const { min = -Infinity, max = Infinity } = setting;
      return number < min || number > max ? no(`a number from ${min} to ${max}`) : yes(number);
    }
  }
}
