import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { describeWith } from '../servers/describe-with.ts';
import { findTool, requireTool, type ToolId } from '../servers/tools.ts';
import { ROOT } from './repository.ts';
import { run } from './run.ts';

const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const WORKFLOW = '.github/workflows/plumbline.yml';
const scripts = readdirSync(join(ROOT, 'ci')).filter((name) => name.endsWith('.sh')).map((name) => `ci/${name}`);

describeWith('what CI systems are given', ['actionlint', 'shellcheck', 'zizmor', 'check-jsonschema'], () => {
  it.each<readonly [ToolId, readonly string[]]>([
    ['actionlint', ['-shellcheck', findTool('shellcheck')?.path ?? '', WORKFLOW]],
    ['shellcheck', ['--external-sources', '--source-path=SCRIPTDIR', ...scripts]],
    ['zizmor', ['--offline', '--no-progress', '--no-config', '--persona', 'pedantic', 'action.yml', WORKFLOW]],
    ['check-jsonschema', ['--builtin-schema', 'vendor.github-actions', 'action.yml']],
    ['check-jsonschema', ['--builtin-schema', 'vendor.github-workflows', WORKFLOW]],
    ['check-jsonschema', ['--builtin-schema', 'vendor.gitlab-ci', 'ci/gitlab.yml']],
  ])('has nothing that %s minds: %j', async (tool, words) => {
    const { code, out, err } = await run(requireTool(tool).path, words, { cwd: ROOT });
    expect(code, `${out}${err}`).toBe(0);
  });
});

interface Step { readonly run?: string; readonly uses?: string }

describe('the action', () => {
  const { runs: { steps } } = parse(text('action.yml')) as { readonly runs: { readonly steps: readonly Step[] } };

  it('lets nothing of an event or an input into a script but by the environment', () => {
    expect(steps.flatMap(({ run: script }) => (script?.includes('${{') ? [script] : []))).toEqual([]);
  });

  it('uses actions of others by their commit', () => {
    const all = [...text('action.yml').matchAll(/uses: (\S+)/g), ...text(WORKFLOW).matchAll(/uses: (\S+)/g)].map(([, used]) => used ?? '');
    expect(all.filter((used) => used !== './' && !/@[0-9a-f]{40}$/.test(used))).toEqual([]);
  });
});

it('the GitLab template installs this version, and not the package of somebody else that npm knows under the name', () => {
  const { version } = JSON.parse(text('package.json')) as { readonly version: string };
  expect(text('ci/gitlab.yml')).toContain(`PLUMBLINE_PACKAGE: git+$CI_SERVER_URL/OWNER/plumbline.git#v${version} `);
});
