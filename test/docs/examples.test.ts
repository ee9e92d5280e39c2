import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { examples, measures, project, type } from './project.ts';

it.each(examples.filter(({ lines }) => !lines.every(measures)))('the examples of $name --help work as they stand', async ({ name, lines }) => {
  const folder = await project();
  if (name === 'gen init') rmSync(join(folder, 'shop.yaml'));
  for (const line of lines.filter((each) => !measures(each))) {
    const { code, said } = await type(folder, line);
    expect([0, 1], `${line}\n${said}`).toContain(code);
  }
});
