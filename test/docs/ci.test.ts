import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { freshFolder } from '../cli/folder.ts';
import { PROFILE, PROGRAM, ROOT } from '../ci/repository.ts';
import { runWell } from '../ci/run.ts';

const PAGE = join(ROOT, 'docs/ci.md');
const page = (): string => readFileSync(PAGE, 'utf8');

interface Inputs { readonly inputs: Readonly<Record<string, object>>; readonly outputs: Readonly<Record<string, object>> }

it('the page shows the workflow that this repository runs, but for where the action lies', () => {
  const shown = /```yaml\n(name: plumbline\n[^]*?)```/.exec(page())?.[1] ?? '';
  const own = readFileSync(join(ROOT, '.github/workflows/plumbline.yml'), 'utf8');
  const action = /- uses: (?:\.\/|OWNER\/plumbline@\S+) .*/;
  expect(shown.replace(action, '- uses: Plumbline')).toBe(own.replace(action, '- uses: Plumbline'));
});

it('the page names every input and output of the action, and every variable of the template', () => {
  const { inputs, outputs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Inputs;
  const { plumbline: { variables } } = parse(readFileSync(join(ROOT, 'ci/gitlab.yml'), 'utf8')) as { readonly plumbline: { readonly variables: Readonly<Record<string, string>> } };
  const names = [...Object.keys(inputs), ...Object.keys(outputs), ...Object.keys(variables).filter((name) => name.startsWith('PLUMBLINE_'))];
  expect(names.filter((name) => !page().includes(`\`${name}\``))).toEqual([]);
});

it('the page shows a comment as the program writes it (UPDATE_DOCS=1 writes it again)', async () => {
  const folder = freshFolder();
  for (const [name, memory] of [['before', '8GiB'], ['after', '12GiB']] as const) writeFileSync(join(folder, `${name}.yaml`), PROFILE.replace('8GiB', memory));
  const comment = await runWell(process.execPath, [PROGRAM, 'diff', 'before.yaml', 'after.yaml', '--only', 'restart,headroom,storage', '--format', 'markdown'], { cwd: folder });
  const [begin, end] = ['<!-- a comment -->\n', '<!-- end of the comment -->\n'];
  const [before = '', rest = ''] = page().split(begin);
  const after = rest.split(end)[1] ?? '';
  const written = `${before}${begin}\n${comment.replace(/^<!--.*-->\n/, '').trim()}\n\n${end}${after}`;
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, written);
  expect(page()).toBe(written);
});
