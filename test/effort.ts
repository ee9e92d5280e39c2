import { expect } from 'vitest';

/** Less than this, in yards, is lost in what the machine itself does: compiling, collecting garbage. */
const NOISE = 20;
/** Four times the input costs four times the effort where effort grows with the input, and sixteen times where it grows with its square. */
const MOST_GROWTH = 8;
/** What is over its limit is measured again: what the machine adds goes away, what the input costs stays. */
const TRIES = 3;
/** Milliseconds after which the yardstick is measured again: how fast a machine is changes with what else it does. */
const FRESH = 1000;

/** Yards that the whole of an input may cost where it is large: 20 seconds where a yard takes 10 ms, six times of what the slowest takes. */
const MOST = 2000;

/** The whole of an input, and the quarter of it that growth is measured against. */
export type Share = 1 | 0.25;

/** Gives the beginning of a text, for {@link expectGrowth}. */
export const beginningOf = (whole: string) => (share: Share): string => whole.slice(0, whole.length * share);

/** CPU time of this process in milliseconds: what other programs do meanwhile does not count. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Fixed work of the kind that reading files is: texts cut, looked up, sorted and matched. */
function fixedWork(): number {
  const counted = new Map<string, number>();
  for (let i = 0; i < 50_000; i++) {
    const word = `key_${(i * 7919) % 10_007}`;
    counted.set(word, (counted.get(word) ?? 0) + 1);
  }
  const lines = [...counted].map(([word, count]) => `${word} = ${count};`).sort().join('\n').split('\n');
  return lines.filter((line) => /^key_\d+ = (\d+);$/.test(line)).length;
}

function timed(work: () => unknown): number {
  const start = cpuTime();
  work();
  return cpuTime() - start;
}

let yard = { length: 0, until: 0 };

/** The CPU time of the fixed work, at the present speed of this machine. */
function yardLength(): number {
  if (Date.now() < yard.until) return yard.length;
  if (yard.length === 0) for (let i = 0; i < 10; i++) fixedWork();
  yard = { length: Math.min(...Array.from({ length: 3 }, () => timed(fixedWork))), until: Date.now() + FRESH };
  return yard.length;
}

/** What some work costs, in yards: CPU time of this process over that of fixed work, so that a slower or busier machine changes both. */
export function effortOf(work: () => unknown): number {
  const before = yardLength();
  const took = timed(work);
  return took / Math.max(before, yardLength());
}

/** The least of some measurements: what the machine adds differs, what the work costs does not. */
const leastEffortOf = (work: () => unknown): number => Math.min(...Array.from({ length: TRIES }, () => effortOf(work)));

/** Expects some work to cost at most so many yards; `of` says which work, when it does not. */
export function expectEffort(most: number, work: () => unknown, of = 'the effort in yards'): void {
  let least = effortOf(work);
  for (let tried = 1; least > most && tried < TRIES; tried++) least = Math.min(least, effortOf(work));
  expect(least, of).toBeLessThanOrEqual(most);
}

/** Expects four times the input to cost less than eight times the effort, and the whole of it no more than a large input may. */
export function expectGrowth<Input>(inputOf: (share: Share) => Input, work: (input: Input) => unknown): void {
  const [quarter, whole] = [inputOf(0.25), inputOf(1)];
  let growth = Infinity;
  for (let tried = 0; growth > MOST_GROWTH && tried < TRIES; tried++) {
    const effort = effortOf(() => work(whole));
    expect(effort, 'the effort in yards').toBeLessThanOrEqual(MOST);
    if (effort <= NOISE) return;
    growth = Math.min(growth, effort / leastEffortOf(() => work(quarter)));
  }
  expect(growth, 'times the effort for four times the input').toBeLessThanOrEqual(MOST_GROWTH);
}
