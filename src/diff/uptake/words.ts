import { counted } from '../../model/quote.ts';

/** So many names are told. */
const MOST = 4;

/** `a`, `a and b`, `a, b, c, d and 3 more`. */
export function listed(names: readonly string[]): string {
  const told = names.length > MOST + 1 ? [...names.slice(0, MOST), `${names.length - MOST} more`] : names;
  const last = told.at(-1) ?? '';
  return told.length < 2 ? last : `${told.slice(0, -1).join(', ')} and ${last}`;
}

/** `; the other 3 changes come with it`, or nothing. */
export const alongside = (others: number): string => (others === 0 ? '' : `; ${others === 1 ? 'the other change comes' : `the other ${counted(others, 'change')} come`} with it`);
