import type { Setting } from '../model/setting.ts';
import { GiB, KiB, MiB, SECOND, type Value } from '../model/value.ts';
import { digits, inUnits } from './units.ts';

/** Text as one word of redis.conf: in quotes, with what is not plain escaped. */
function word(text: string): string {
  if (/^[A-Za-z0-9_.*:/-]+$/.test(text)) return text;
  const bytes = [...new TextEncoder().encode(text)];
  const escape = (byte: number): string => (byte < 0x20 || byte > 0x7e ? `\\x${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte).replace(/["\\]/, '\\$&'));
  return `"${bytes.map(escape).join('')}"`;
}

/**
 * A value as redis.conf spells it: sizes in binary units (`mb`; its `m` is a million), times in
 * seconds; `undefined` for a time that is not whole seconds.
 */
export function redisValue(setting: Pick<Setting, 'unit' | 'name'>, value: Value): string | undefined {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return setting.name === 'save' && value !== '' ? value.split(' ').map(word).join(' ') : word(value);
  if (typeof value !== 'number') return value.map(word).join(' ');
  if (setting.unit === 'bytes') return value === 0 ? '0' : inUnits(value, [['gb', GiB], ['mb', MiB], ['kb', KiB], ['', 1]]);
  if (setting.unit === 'milliseconds') return value % SECOND === 0 ? digits(value / SECOND) : undefined;
  return digits(value);
}
