import { expect, test } from 'vitest';
import { generatedFiles } from '../../src/profile/generate.ts';

test.each(generatedFiles())('$path is what the schema gives (refresh with -u)', async ({ path, text }) => {
  expect(text).not.toContain('require(');
  await expect(text).toMatchFileSnapshot(`../../${path}`);
});
