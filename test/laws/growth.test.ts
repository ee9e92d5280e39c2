import { describe, expect, it } from 'vitest';
import { doubling, growing } from './fuzz/growing.ts';
import { faultsOf } from './fuzz/judge.ts';

/** CPU time of this process in milliseconds: other programs on the machine do not count. */
const cpuTime = (): number => process.cpuUsage().user / 1000;

function timed(files: Readonly<Record<string, string>>): number {
  const began = cpuTime();
  expect(faultsOf(files)).toEqual([]);
  return cpuTime() - began;
}

describe('the time that reading and judging takes', () => {
  it.each(Object.entries(doubling))('stays short where each step uses the last one twice: %s', (_, files) => {
    expect(timed(files)).toBeLessThan(1000);
  });

  // Where time grew with the square of the parts, four times the parts would take sixteen times as long.
  it.each(Object.entries(growing))('grows with the number of %s', (_, make) => {
    timed(make(50));
    const few = timed(make(250));
    const many = timed(make(1000));
    expect(many).toBeLessThan(Math.max(1000, 10 * few));
  });
});
