import type { Value } from '../model/value.ts';
import { digits } from './units.ts';

/** A value as server.properties spells it: bytes and milliseconds are bare numbers. */
export const kafkaValue = (value: Value): string => (typeof value === 'number' ? digits(value) : typeof value === 'object' ? value.join(',') : String(value));
