import { structure, type Input } from '../model/input.ts';
import { entryOf } from '../model/lookup.ts';
import type { Setting } from '../model/setting.ts';
import type { Value } from '../model/value.ts';

/** Whether an operator or an image presets a setting: nobody chose its value, and whoever runs the server answers for it. */
export const preset = <T extends Value>(setting: Setting<T>): Input<boolean> =>
  structure((stack, component) => entryOf(stack, component, setting)?.origin.from === 'default');
