import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadProfile } from '../../src/load.ts';
import { size } from '../../src/size.ts';
import { renderNginxConf } from '../../src/targets/nginx.ts';
import { componentOf } from '../targets/profile-stack.ts';
import { VERSIONS } from '../targets/running-proxy.ts';
import { describeWith } from './describe-with.ts';
import { nginxTest } from './nginx.ts';
import { requireTool } from './tools.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The nginx.conf of a guide, as the guide says it, for a version of nginx. */
function confOf(guide: string, version: string): string {
  const plan = size(loadProfile({ profile: `examples/guides/${guide}.yaml`, sets: [`components.proxy.version=${version}`], builtInDirectory: `${root}profiles`, cwd: root }));
  return renderNginxConf(plan, componentOf(plan, 'proxy'), { platform: 'compose' });
}

for (const tool of Object.keys(VERSIONS) as (keyof typeof VERSIONS)[]) {
  describeWith(`the guides' proxies, asked of ${tool}`, tool, () => {
    it.each(['bahamm', 'eventstreammonitor', 'jewgo', 'violentutf'])('%s is accepted', async (guide) => {
      expect((await nginxTest(confOf(guide, VERSIONS[tool]), requireTool(tool))).problems).toEqual([]);
    });
  });
}
