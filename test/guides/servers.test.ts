import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { judgeRendered } from '../servers/judge.ts';
import { nginxTest } from '../servers/nginx.ts';
import { requireTool } from '../servers/tools.ts';
import { filesOf, PATIENCE, planOf } from './stack.ts';
import { guides } from './tables/index.ts';

/** An nginx that takes files for every version that the guides' profiles name. */
const NGINX = 'nginx-1.28';

const root = mkdtempSync(join(tmpdir(), 'plumbline-guides-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** One profile of each guide: presets of one guide differ in numbers alone. */
for (const profile of ['versant', 'bahamm', 'violentutf', 'eventstreammonitor', 'jewgo']) {
  const folder = join(root, profile);
  for (const [path, text] of Object.entries(await filesOf(planOf(profile, 'stated')))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  judgeRendered(`${profile} as the guide says`, folder);
}

describeWith('what is sized instead of what the guides say is accepted by nginx', NGINX, () => {
  const proxied = guides.filter(({ profile }) => profile !== 'versant');
  it.each(proxied)('$profile', async ({ profile }) => {
    const files = await filesOf(planOf(profile, 'sized'));
    expect((await nginxTest(files['nginx/nginx.conf'] ?? '', requireTool(NGINX))).problems).toEqual([]);
  }, PATIENCE);
});
