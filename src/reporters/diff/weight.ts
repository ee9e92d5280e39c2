import type { Comparison } from '../../diff/comparison.ts';
import type { Traced } from '../../diff/traced.ts';
import { PROFILE_PARTS } from '../../model/stack.ts';

/**
 * How much of a reader's time a change is worth: `main` is what a server is told or a person stated; `part` belongs to a
 * component, route or request that came or went, which is told once; `derived` only adds up or repeats others; `step` lies on the way to them.
 */
export type Weight = 'main' | 'part' | 'derived' | 'step';

const PARTS: readonly string[] = PROFILE_PARTS;

/** Weighs the changes of a comparison. */
export function weighing({ structure }: Comparison): (change: Traced) => Weight {
  const moved = structure.filter(({ what, happened }) => what !== 'link' && happened !== 'changed');
  const components = new Set(moved.filter(({ what }) => what === 'component').map(({ name }) => name));
  const subjects = new Set(moved.map(({ name }) => name));
  return ({ component, setting, subject, before, after }) => {
    if (setting.kind === 'demand' || setting.kind === 'budget') return 'step';
    if (components.has(component)) return 'part';
    if ((before === undefined || after === undefined) && subject !== undefined && subjects.has(subject)) return 'part';
    return PARTS.includes(component) && after?.origin.from !== 'stated' && before?.origin.from !== 'stated' ? 'derived' : 'main';
  };
}
