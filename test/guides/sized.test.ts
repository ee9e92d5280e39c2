import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { partValue } from '../../src/model/lookup.ts';
import { rps } from '../../src/settings/profile.ts';
import { bottleneck } from '../../src/tiers.ts';
import { findingsOfFiles, PATIENCE, planOf, told } from './stack.ts';
import { guides } from './tables/index.ts';

describe.each(guides)('$profile, sized', ({ profile }) => {
  const plan = planOf(profile, 'sized');

  it('is clean, as a plan and as files', async () => {
    expect(check(plan).findings.map(told)).toEqual([]);
    expect((await findingsOfFiles(plan)).map(told)).toEqual([]);
  }, PATIENCE);

  it('carries what the guide claims', () => {
    expect(bottleneck(plan)?.rate).toBeGreaterThanOrEqual(partValue(plan, rps) ?? Infinity);
  });
});
