import { plainRate } from './phases.ts';

/** A rate that was tried: kept, or what broke. */
export interface Tried {
  readonly rate: number;
  readonly brokenBy?: string;
}

/** The greatest rate that was kept, and what broke beyond it. */
export interface Greatest {
  readonly rate: number;
  readonly limitedBy: string;
}

/** The search ends when the least rate that broke is at most this many times the greatest that was kept. */
const CLOSE = 1.05;
/** While nothing broke, the next rate is this many times the last; while nothing was kept, it is its inverse. */
const STRIDE = 1.6;
/** Tries at most. */
export const MOST_TRIES = 12;

/**
 * Looks for the greatest rate that is kept, from `first` where nothing is known: outwards until one was kept and one broke, then between them, to 5 %.
 * `attempt` gives nothing where the search is to end; the answer is then what is known.
 */
export async function greatestRate(first: number, known: readonly Tried[], attempt: (rate: number) => Promise<Tried | undefined>): Promise<Greatest | undefined> {
  const tried = [...known];
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const next = tried.length === 0 ? first : nextRate(tried);
    if (next === undefined) break;
    const result = await attempt(next);
    if (result === undefined) break;
    tried.push(result);
  }
  return answer(tried);
}

/** The next rate worth trying; nothing when the answer is known well enough. */
export function nextRate(tried: readonly Tried[]): number | undefined {
  const { kept, broken } = bounds(tried);
  if (broken === undefined) return kept === undefined ? undefined : plainRate(kept * STRIDE);
  if (kept === undefined) return broken.rate <= 1 ? undefined : plainRate(broken.rate / STRIDE);
  if (broken.rate <= kept * CLOSE) return undefined;
  const between = plainRate(Math.sqrt(kept * broken.rate));
  return between > kept && between < broken.rate ? between : undefined;
}

/** The least rate that broke, and the greatest below it that was kept. */
function bounds(tried: readonly Tried[]): { readonly kept: number | undefined; readonly broken: Tried | undefined } {
  const broken = tried.filter((one) => one.brokenBy !== undefined).sort((a, b) => a.rate - b.rate)[0];
  const kept = tried.filter((one) => one.brokenBy === undefined && (broken === undefined || one.rate < broken.rate)).map(({ rate }) => rate);
  return { kept: kept.length === 0 ? undefined : Math.max(...kept), broken };
}

function answer(tried: readonly Tried[]): Greatest | undefined {
  const { kept, broken } = bounds(tried);
  if (kept === undefined && broken === undefined) return undefined;
  return { rate: kept ?? 0, limitedBy: broken === undefined ? 'nothing that was tried' : `${broken.brokenBy ?? ''} at ${broken.rate}/s` };
}
