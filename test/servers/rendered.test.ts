import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { judgeRendered } from './judge.ts';

const out = fileURLToPath(new URL('../../out', import.meta.url));
const profiles = existsSync(out) ? readdirSync(out, { withFileTypes: true }).filter((each) => each.isDirectory()).map(({ name }) => name).sort() : [];

it('has rendered profiles to judge', () => {
  expect(profiles, 'out/ holds no rendered profile; render the built-in profiles first').not.toEqual([]);
});

for (const profile of profiles) judgeRendered(`out/${profile}`, join(out, profile));
