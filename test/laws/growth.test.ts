import { describe, expect, it } from 'vitest';
import { expectEffort, expectGrowth } from '../effort.ts';
import { doubling, growing } from './fuzz/growing.ts';
import { faultsOf } from './fuzz/judge.ts';

/** Yards that a small file may cost, whatever it grows to; the slowest costs 30. */
const MOST = 150;

const judge = (files: Readonly<Record<string, string>>): void => expect(faultsOf(files)).toEqual([]);

describe('the time that reading and judging takes', () => {
  it.each(Object.entries(doubling))('stays short where each step uses the last one twice: %s', (_, files) => expectEffort(MOST, () => judge(files)));

  it.each(Object.entries(growing))('grows with the number of %s', (_, make) => expectGrowth((share) => make(1000 * share), judge));
});
