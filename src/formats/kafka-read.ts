import type { Setting } from '../model/setting.ts';
import { HOUR, MINUTE, type Value } from '../model/value.ts';

/** A value of server.properties in our units, or what Kafka expects instead. */
export type KafkaValue = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly expected: string };

/** Reads the value of a property as Kafka does: whole numbers of bytes and milliseconds, true and false. */
export function readKafka(setting: Setting, text: string): KafkaValue {
  if (setting.unit === 'text') return { ok: true, value: text };
  if (setting.unit === 'flag') return /^(?:true|false)$/i.test(text) ? { ok: true, value: text.toLowerCase() === 'true' } : { ok: false, expected: 'true or false' };
  const { min = -Infinity, max = Infinity } = setting;
  const number = Number(text);
  return /^-?[0-9]{1,19}$/.test(text) && number >= min && number <= max ? { ok: true, value: number } : { ok: false, expected: Number.isFinite(min) ? `a whole number of at least ${min}` : 'a whole number' };
}

/** Properties that say the same in another unit, the one that wins first. */
const OTHER_UNITS: ReadonlyMap<string, readonly [name: string, unit: number]> = new Map([
  ['log.retention.minutes', ['log.retention.ms', MINUTE]], ['log.retention.hours', ['log.retention.ms', HOUR]],
]);

/** The name and value of a property in the unit that is settled: `log.retention.hours=24` is `log.retention.ms=86400000`. */
export function settled(name: string, value: string): { readonly name: string; readonly value: string; readonly weak?: true } {
  const other = OTHER_UNITS.get(name);
  if (other === undefined) return { name, value };
  return { name: other[0], value: /^[0-9]{1,9}$/.test(value) ? String(Number(value) * other[1]) : value, weak: true };
}

/** A listener of a broker: its name, and where it listens. */
export interface Listener {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** The listeners of `listeners` or `advertised.listeners`: `PLAINTEXT://:9092,CONTROLLER://127.0.0.1:9093`; what cannot be read is left out. */
export const listenersIn = (text: string): readonly Listener[] =>
  text.split(',').flatMap((one) => {
    const [, name = '', host = '', port = ''] = /^\s{0,20}([A-Za-z0-9_.-]{1,100}):\/\/(\[[0-9a-fA-F:.]{0,60}\]|[^\s:/,]{0,255}):([0-9]{1,5})\s{0,20}$/.exec(one.slice(0, 500)) ?? [];
    const number = Number(port);
    return name === '' || number < 1 || number > 65_535 ? [] : [{ name, host, port: number }];
  });
