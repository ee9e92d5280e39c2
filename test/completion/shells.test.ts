import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshFolder } from '../cli/folder.ts';
import { describeWith } from '../servers/describe-with.ts';
import { requireTool, type ToolId } from '../servers/tools.ts';

const CLI = join(import.meta.dirname, '../../dist/cli.cjs');

/** How a shell is started and told to complete; Ctrl-X prints the line. */
const SHELLS: readonly (readonly [shell: ToolId, flags: readonly string[], setup: readonly string[]])[] = [
  ['bash', ['--norc', '--noprofile', '-i'], [
    "bind 'set show-all-if-ambiguous on'", "bind 'set completion-query-items 0'", "bind 'set page-completions off'",
    'bind -x \'"\\C-x": printf "<<%s>>\\n" "$READLINE_LINE"\'',
    'source <(gen completion bash)',
  ]],
  ['zsh', ['-f', '-i'], [
    'autoload -U compinit; compinit -D; LISTMAX=9999',
    'show() { print -r -- "<<$BUFFER>>" }; zle -N show; bindkey "^X" show',
    'source <(gen completion zsh)',
  ]],
  ['fish', ['--no-config', '-i'], [
    "bind \\cx 'printf \"<<%s>>\\n\" (commandline)'",
    'gen completion fish | source',
  ]],
];

/** What is typed before TAB, and what it becomes. */
const COMPLETED: readonly (readonly [typed: string, becomes: string])[] = [
  ['gen val', 'gen validate '],
  ['gen --prof', 'gen --profile '],
  ['gen --profile sho', 'gen --profile shop.yaml '],
  ['gen -p fle', 'gen -p fleet '],
  ['gen --target nginx,comp', 'gen --target nginx,compose '],
  ['gen --set db.postgres.max_conn', 'gen --set db.postgres.max_connections='],
  ['gen --out out/me', 'gen --out out/medium/'],
  ['gen --out my', 'gen --out my\\ out/'],
  ['gen validate --format=sa', 'gen validate --format=sarif '],
  ['gen validate --only connections-exceed-m', 'gen validate --only connections-exceed-max '],
  ['gen validate docker', 'gen validate docker-compose.yml '],
  ['gen bench --profile small --at pro', 'gen bench --profile small --at proxy '],
  ['plumbline explain db.postgres.work_', 'plumbline explain db.postgres.work_mem '],
  ['plumbline explain keepalive-r', 'plumbline explain keepalive-race '],
];

/** What is typed before TAB, and what the shell then lists. */
const LISTED: readonly (readonly [typed: string, words: readonly string[]])[] = [
  ['gen --profile ', ['small', 'medium', 'large', 'xlarge', 'fleet', 'shop.yaml']],
  ['gen bench --limits ', ['cgroup', 'none']],
];

interface Tabbed {
  readonly line: string;
  readonly shown: string;
}

function inFolder(): string {
  const folder = freshFolder();
  for (const each of ['bin', 'profiles', 'out/medium', 'my out']) mkdirSync(join(folder, each), { recursive: true });
  for (const file of ['shop.yaml', 'profiles/fleet.yaml', 'docker-compose.yml']) writeFileSync(join(folder, file), '');
  for (const name of ['gen', 'plumbline']) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  return folder;
}

function tab(shell: ToolId, flags: readonly string[], setup: readonly string[], lines: readonly string[]): readonly Tabbed[] {
  const folder = inFolder();
  const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, HOME: folder, LC_ALL: 'C.UTF-8' };
  const driver = [join(import.meta.dirname, 'tab.py'), folder, requireTool(shell).path, ...flags];
  const { stdout, stderr, status } = spawnSync(requireTool('python3').path, driver, { env, encoding: 'utf8', input: JSON.stringify({ setup, lines }) });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as readonly Tabbed[];
}

for (const [shell, flags, setup] of SHELLS) {
  describeWith(`TAB in ${shell}`, [shell, 'python3'], () => {
    it('completes what is typed', () => {
      const tabbed = tab(shell, flags, setup, COMPLETED.map(([typed]) => typed));
      expect(tabbed.map(({ line }, i) => [COMPLETED[i]?.[0], line])).toEqual(COMPLETED);
    });

    // fish shows its list in a pager, which Ctrl-X would not leave; it is asked below.
    if (shell !== 'fish') it('lists what could follow', () => {
      const tabbed = tab(shell, flags, setup, LISTED.map(([typed]) => typed));
      for (const [i, [typed, words]] of LISTED.entries()) {
        expect(tabbed[i]?.line).toBe(typed);
        for (const word of words) expect(tabbed[i]?.shown).toContain(word);
      }
    });
  });
}

describeWith('fish', 'fish', () => {
  it('lists what could follow, with what it is', () => {
    const folder = inFolder();
    const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, HOME: folder };
    const { stdout } = spawnSync(requireTool('fish').path, ['--no-config', '-c', 'gen completion fish | source; complete -C "gen --profile "; complete -C "gen --out=my"'], { cwd: folder, env, encoding: 'utf8' });
    expect(stdout.split('\n')).toEqual(['docker-compose.yml', 'fleet\tin ./profiles', 'large\tbuilt in', 'medium\tbuilt in', 'shop.yaml', 'small\tbuilt in', 'xlarge\tbuilt in', '--out=my out/\tDirectory', '']);
  });
});
