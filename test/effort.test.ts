import { expect, it } from 'vitest';
import { effortOf, expectEffort, expectGrowth } from './effort.ts';

/** So many words, looked up one after the other. */
function lookedUp(words: number): number {
  const seen = new Set<string>();
  for (let i = 0; i < words; i++) seen.add(`key_${(i * 7919) % 5003}`);
  return seen.size;
}

it('lets time pass that grows with the input', () => {
  expectGrowth((share) => 16_000_000 * share, lookedUp);
});

it('notices time that grows with the square of the input', () => {
  expect(() => expectGrowth((share) => 4000 * share, (words) => lookedUp(words ** 2))).toThrow(/times the effort for four times the input/);
});

it('notices work that costs more than it may', () => {
  expect(() => expectEffort(10, () => lookedUp(4_000_000), 'four million words')).toThrow(/four million words/);
});

it('counts work and not waiting', () => {
  expect(effortOf(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300))).toBeLessThan(10);
});
