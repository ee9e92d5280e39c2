import { defineCheck } from '../model/check.ts';
import { all } from '../model/input.ts';
import { plainly } from '../model/quote.ts';
import { plain_secret, variable } from '../settings/found.ts';
import { EVERY_KIND } from './kinds.ts';
import { sides, statedOf } from './wiring.ts';

/** Variables that hold secrets, where their values stand in the file. */
export const secretInPlainText = defineCheck({
  id: 'secret-in-plain-text',
  severity: 'note',
  confidence: 'certain',
  on: EVERY_KIND,
  grouped: true,
  when: (stack, component) => statedOf(stack, component, variable).length + statedOf(stack, component, plain_secret).length > 0,
  reads: { secrets: all(plain_secret) },
  broken: ({ secrets }) => secrets.filter(({ value }) => value).map(({ subject, entry }) => ({ message: `the value of ${plainly(subject)} stands in the file`, entries: sides(entry) })),
  why: 'Who can read the repository, or docker inspect, can read the secret; it stays in the history when it is changed.',
  fix: 'take it from a secret\'s file (*_FILE, secrets:) or from a variable that the environment sets.',
  source: 'docs.docker.com/compose/how-tos/use-secrets',
  examples: { holds: [{ secrets: [] }], breaks: [{ secrets: [{ subject: 'POSTGRES_PASSWORD', value: true }] }] },
});
