import { describe, expect, it } from 'vitest';
import { breachesOf } from '../../src/model/check.ts';
import { checks } from '../../src/checks/index.ts';

describe('every check', () => {
  it.each(checks.map((check) => [check.id, check] as const))('%s fires on what breaks and is silent on what holds', (_, check) => {
    expect(check.examples.holds.length).toBeGreaterThan(0);
    expect(check.examples.breaks.length).toBeGreaterThan(0);
    for (const example of check.examples.holds) expect(breachesOf(check.broken(example)), JSON.stringify(example)).toEqual([]);
    for (const example of check.examples.breaks) {
      const breaches = breachesOf(check.broken(example));
      expect(breaches.length, JSON.stringify(example)).toBeGreaterThan(0);
      for (const { message } of breaches) expect(message).toMatch(/^\S.{8,}$/);
    }
  });

  it('has an id of its own, that names the broken relation', () => {
    const ids = checks.map((check) => check.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
  });

  it('says why and what to do', () => {
    for (const check of checks) {
      expect(check.why, check.id).toMatch(/\.$|"\.$/);
      expect(check.fix, check.id).toMatch(/\.$/);
      expect(check.source.length, check.id).toBeGreaterThan(3);
    }
  });
});
