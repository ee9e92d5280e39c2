import { describe, expect, it } from 'vitest';
import { isBound, isRefusal } from '../../src/model/rule.ts';
import { rules } from '../../src/rules/index.ts';
import { settingNamed } from '../../src/settings/index.ts';

describe('every rule', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))('%s gives its examples', (_, rule) => {
    expect(rule.examples.length).toBeGreaterThan(0);
    for (const { given, gives } of rule.examples) {
      const answer = rule.value(given);
      const got = isRefusal(answer) ? 'refused' : isBound(answer) ? answer.value : answer;
      expect(got, JSON.stringify(given)).toEqual(gives);
    }
  });

  it('has an id of its own', () => {
    const ids = rules.map((rule) => rule.id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('says why in a sentence and names its source', () => {
    for (const rule of rules) {
      expect(rule.because, rule.id).toMatch(/^[A-Z].*\.$/s);
      expect(rule.source.length, rule.id).toBeGreaterThan(2);
    }
  });

  it('sizes a setting that the catalogue knows', () => {
    for (const rule of rules) expect(settingNamed(rule.sizes.kind, rule.sizes.name), rule.id).toBeDefined();
  });
});
