import { defineCheck } from '../model/check.ts';
import { all, structure } from '../model/input.ts';
import { entryOf } from '../model/lookup.ts';
import type { Setting } from '../model/setting.ts';
import { plainly } from '../model/quote.ts';
import * as container from '../settings/container.ts';
import * as component from '../settings/component.ts';
import { other_limit } from '../settings/found.ts';
import { EVERY_KIND } from './kinds.ts';
import { isComposed, sides } from './wiring.ts';

/** The old spellings, and the setting that both spellings state. */
const SPELLED: Readonly<Record<string, Setting>> = {
  mem_limit: container.memory_limit, mem_reservation: container.memory_reservation, cpus: container.cpu_limit, pids_limit: container.pids_limit, scale: component.replicas,
};

/** Both spellings of one limit. */
export const limitStatedTwice = defineCheck({
  id: 'limit-stated-twice',
  severity: 'error',
  confidence: 'certain',
  on: EVERY_KIND,
  when: isComposed,
  reads: {
    component: structure((_, one) => one.name),
    limits: all(other_limit),
    kept: structure((stack, one) => Object.entries(SPELLED).flatMap(([spelling, setting]) => {
      const entry = entryOf(stack, one, setting);
      return entry?.origin.from === 'stated' ? [{ spelling, text: entry.origin.text ?? String(entry.value), entry }] : [];
    })),
  },
  broken: ({ component: name, limits, kept }) => limits.map(({ subject, value, entry }) => {
    const other = kept.find(({ spelling }) => spelling === subject);
    return { message: `${name} states ${subject}: ${plainly(value)}${other === undefined ? ', and another value under deploy' : ` and, under deploy, ${plainly(other.text)}`}`, entries: sides(other?.entry, entry) };
  }),
  why: 'docker compose refuses a project in which the two spellings of a limit differ: "can\'t set distinct values".',
  fix: 'keep one spelling, deploy.resources.',
  source: 'compose-go 2.16.2 loader/validate.go',
  examples: {
    holds: [{ component: 'api', limits: [], kept: [] }],
    breaks: [{ component: 'api', limits: [{ subject: 'mem_limit', value: '1g' }], kept: [] as { readonly spelling: string; readonly text: string; readonly entry: never }[] }],
  },
});
