import type { Counts } from '../report.ts';

/** What became of one request: an answer, an error instead of one, or never sent. */
export type Outcome =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfter: boolean }
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'unsent' };

/** How an outcome counts. */
export type Fate = 'succeeded' | 'refused' | 'failed';

/** Refused is what a server says quickly and by design: too many requests, or come back later. */
export function fateOf(outcome: Outcome): Fate {
  if (outcome.kind !== 'answer') return 'failed';
  if (outcome.status === 429 || (outcome.status === 503 && outcome.retryAfter)) return 'refused';
  return outcome.status < 400 ? 'succeeded' : 'failed';
}

/** Counts outcomes. */
export interface Tally {
  readonly add: (outcome: Outcome) => Fate;
  readonly counts: () => Counts;
}

export function tally(): Tally {
  const fates = { succeeded: 0, refused: 0, failed: 0 };
  const statuses = new Map<string, number>();
  const errors = new Map<string, number>();
  let unsent = 0;
  return {
    add: (outcome) => {
      const fate = fateOf(outcome);
      fates[fate]++;
      if (outcome.kind === 'answer') increment(statuses, String(outcome.status));
      else if (outcome.kind === 'error') increment(errors, outcome.code);
      else unsent++;
      return fate;
    },
    counts: () => {
      const intended = fates.succeeded + fates.refused + fates.failed;
      return { intended, sent: intended - unsent, ...fates, unsent, statuses: sorted(statuses), errors: sorted(errors) };
    },
  };
}

const increment = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
const sorted = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
