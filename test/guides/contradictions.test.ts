import { beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import type { Finding } from '../../src/model/check.ts';
import { findingsOfFiles, PATIENCE, planOf, told } from './stack.ts';
import { guides } from './tables/index.ts';

describe.each(guides)('contradictions of $profile', ({ profile, contradictions, besides }) => {
  const plan = planOf(profile, 'stated');
  let ofFiles: readonly Finding[] = [];
  beforeAll(async () => void (ofFiles = await findingsOfFiles(plan)), PATIENCE);

  it.each(contradictions)('$says: $check', ({ check: id, message, only }) => {
    const said = expect.stringContaining(message);
    if (only !== 'plan') expect(ofFiles.filter((finding) => finding.check === id).map(told), 'of the rendered files').toContainEqual(said);
    if (only !== 'files') expect(check(plan).findings.filter((finding) => finding.check === id).map(told), 'of the plan').toContainEqual(said);
  });

  it('nothing that is not there', () => {
    const named = new Set(contradictions.map((one) => one.check));
    expect([...new Set(check(plan).findings.map((finding) => finding.check))].filter((id) => !named.has(id)).sort()).toEqual(besides);
  });
});
