import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/problem.ts';
import type { RenderedFile } from '../../src/model/target.ts';
import type { Stack } from '../../src/model/stack.ts';
import { render } from '../../src/render.ts';
import { scenarioOf } from '../../src/rules/scenario/requests.ts';
import { size } from '../../src/size.ts';
import { SCENARIO } from '../loadtest/plan.ts';
import { clusterDrafts, drafts, pythonClusterDrafts, pythonDrafts, stackOf } from './random.ts';
import { numbersIn, spellingsOf } from './numbers.ts';

const RUNS = Number(process.env.PLUMBLINE_FILE_RUNS ?? 150);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

async function overPlans(body: (plan: Stack, files: readonly RenderedFile[]) => void | Promise<void>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.oneof(drafts, clusterDrafts, pythonDrafts, pythonClusterDrafts), fc.constantFrom(undefined, SCENARIO), async (draft, scenario) => {
      let plan: Stack;
      try {
        plan = size({ ...stackOf(draft), ...(scenario === undefined ? {} : { scenario }) });
      } catch (error) {
        if (error instanceof InputError) return;
        throw error;
      }
      await body(plan, await render(plan));
    }),
    { numRuns: RUNS, seed },
  );
}

/** The numbers in what clients send: the profile's own text, like a path. */
const numbersOf = (plan: Stack): readonly string[] => JSON.stringify(scenarioOf(plan)).match(/\d+(?:\.\d+)*/g) ?? [];

const digest = (files: readonly RenderedFile[]): string => createHash('sha256').update(JSON.stringify(files)).digest('hex');

describe(`laws over rendered files (seed ${seed})`, () => {
  it('law 5: every number in a file is the value of an entry', async () => {
    await overPlans((plan, files) => {
      const known = new Set([...spellingsOf([...plan.entries.values()]), ...numbersOf(plan)]);
      const strange = files.flatMap((file) => numbersIn(file).filter(({ number }) => !known.has(number)).map(({ number, line }) => `${file.path}: ${number} in: ${line}`));
      expect([...new Set(strange)]).toEqual([]);
    });
  });

  it('law 6: rendering twice gives the same bytes, in any locale and time zone', async () => {
    const { TZ, LANG, LC_ALL } = process.env;
    try {
      await overPlans(async (plan, files) => {
        process.env.TZ = 'Pacific/Chatham';
        process.env.LANG = process.env.LC_ALL = 'tr_TR.UTF-8';
        expect(digest(await render(plan))).toBe(digest(files));
        process.env.TZ = 'UTC';
      });
    } finally {
      Object.assign(process.env, { TZ, LANG, LC_ALL });
      for (const [name, value] of Object.entries({ TZ, LANG, LC_ALL })) if (value === undefined) delete process.env[name];
    }
  });

  it('no file names a date, this machine or a folder of it', async () => {
    await overPlans((_, files) => {
      for (const file of files) {
        expect(file.text, file.path).not.toMatch(/\b20[0-9]{2}-[01][0-9]-[0-3][0-9]\b/);
        expect(file.text, file.path).not.toContain(process.cwd());
        expect(file.text.endsWith('\n'), file.path).toBe(true);
      }
    });
  });
});

describe('templates', () => {
  const folder = fileURLToPath(new URL('../../templates/', import.meta.url));
  it.each(readdirSync(folder).filter((name) => name.endsWith('.hbs')))('%s holds structure, no numbers', (name) => {
    const text = readFileSync(`${folder}${name}`, 'utf8').replace(/\{\{!--[\s\S]*?--\}\}/g, '');
    // 0 and 1 are no sizes: nothing, and the first.
    const numbers = numbersIn({ path: name.replace(/\.hbs$/, ''), text }).filter(({ number }) => number !== '0' && number !== '1');
    expect(numbers.map(({ number, line }) => `${number} in: ${line}`)).toEqual([]);
  });
});
