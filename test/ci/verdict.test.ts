import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshFolder } from '../cli/folder.ts';
import { ROOT } from './repository.ts';
import { resultsIn, type Found } from './results.ts';
import { run, type Done } from './run.ts';

/** What is said of these results, and how it ends. */
async function judged(failOn: string, found: Found, env: NodeJS.ProcessEnv = {}): Promise<Pick<Done, 'code' | 'out'>> {
  const folder = resultsIn(freshFolder(), found);
  const { code, out } = await run(process.execPath, [join(ROOT, 'ci/verdict.mjs')], { cwd: folder, env: { PATH: process.env['PATH'], RESULTS: folder, FAIL_ON: failOn, ...env } });
  return { code, out };
}

const everything: Found = { stale: ['shop'], differs: true, error: 2, warning: 1 };

it('fails on what is stale and on new errors where nothing else is asked', async () => {
  expect(await judged('', everything)).toEqual({
    code: 1,
    out: [
      'plumbline: error: out/ does not show what the profiles say: shop. Run npx gen --all and commit out/.',
      'plumbline: error: 2 new errors: the report says which, and what to do.',
      'plumbline: notice: 1 new warning: the report says which.',
      '',
    ].join('\n'),
  });
});

it.each([
  ['never', everything, 0],
  ['stale', { error: 1 }, 0],
  ['new-errors', { error: 1 }, 1],
  ['new-errors new-warnings', { warning: 1 }, 1],
  ['differences', { differs: true }, 1],
  ['stale,new-errors,new-warnings,differences', {}, 0],
] as const)('fails on %s as it was asked to: %j ends with %i', async (failOn, found, code) => {
  expect((await judged(failOn, found)).code).toBe(code);
});

it('refuses a cause that it does not know', async () => {
  expect(await judged('stale, sometimes', {})).toEqual({ code: 2, out: 'plumbline: error: fail-on: expected stale, new-errors, new-warnings, differences, never; found "sometimes"\n' });
});

it('names twenty of many, and the line to run where folder, profiles and out are others', async () => {
  const { out } = await judged('stale', { stale: Array.from({ length: 22 }, (_, i) => `shop ${i}`) }, { WORKING_DIRECTORY: 'the shops', OUT: 'rendered', PROFILES: "eu's.yaml\nus.yaml\n" });
  expect(out).toContain("shop 19 and 2 more. Run cd 'the shops' && npx gen --profile 'eu'\\''s.yaml' --profile us.yaml --out rendered and commit rendered/.");
});

it('keeps hostile names on their line of the log', async () => {
  const { out } = await judged('stale', { edited: ['a\n::add-mask::b'] }, { GITHUB_ACTIONS: 'true' });
  expect(out.split('\n').filter((line) => !/^(::error title=Plumbline::|$)/.test(line))).toEqual([]);
});
