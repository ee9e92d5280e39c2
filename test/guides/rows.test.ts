import { beforeAll, describe, expect, it } from 'vitest';
import { linesAt } from './lines.ts';
import { filesOf, PATIENCE, planOf } from './stack.ts';
import { guides } from './tables/index.ts';

describe.each(guides)('what the guide of $profile says is rendered', ({ profile, rows, mended }) => {
  let files: Readonly<Record<string, string>> = {};
  beforeAll(async () => void (files = await filesOf(planOf(profile, 'stated'))), PATIENCE);

  it.each([...rows, ...mended])('$says', ({ rendered }) => {
    for (const place of rendered) expect(linesAt(files, place), [place.file, ...(place.within ?? [])].join(' > ')).toContain(place.line);
  });
});
