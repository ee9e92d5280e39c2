/** Milliseconds: the first dead worker is replaced almost at once, the next ones at growing distances. */
const FIRST = 100;
const LONGEST = 30_000;

/** A worker that lived this long, in milliseconds, did not die of its start. */
const STABLE = 30_000;

/** So many deaths at the start, one after the other, mean that no worker will ever start. */
const HOPELESS = 5;

/** What is known of the deaths so far. */
export interface Deaths {
  /** Workers in a row that died soon. */
  readonly soon: number;
  /** Workers in a row that died before they listened, while nobody listened. */
  readonly atStart: number;
}

export const NO_DEATHS: Deaths = { soon: 0, atStart: 0 };

/** A dead worker: whether it ever listened, whether others do, and how long it lived in milliseconds. */
export interface Death { readonly listened: boolean; readonly othersListen: boolean; readonly lived: number }

/** What to do about a death: wait so many milliseconds and start another, or give up. */
export interface Verdict { readonly deaths: Deaths; readonly next: { readonly wait: number } | 'give up' }

/** Restarts are further and further apart while workers die soon, and end where none ever starts. */
export function judgeDeath(before: Deaths, death: Death): Verdict {
  const soon = death.lived < STABLE ? before.soon + 1 : 0;
  const atStart = death.listened || death.othersListen ? 0 : before.atStart + 1;
  const wait = Math.min(FIRST * 2 ** Math.max(0, soon - 1), LONGEST);
  return { deaths: { soon, atStart }, next: atStart >= HOPELESS ? 'give up' : { wait } };
}
