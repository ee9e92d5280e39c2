import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from '../../src/model/stack.ts';
import { pythonFilesOf } from '../../src/targets/python/files.ts';
import { requireTool } from '../servers/tools.ts';
import { componentOf } from '../targets/profile-stack.ts';

/** The rendered files of a Python application in a folder of their own. */
export interface Rendered {
  readonly folder: string;
  /** Runs Python there; what it prints as JSON. */
  readonly evaluate: (code: string, env?: Readonly<Record<string, string>>) => unknown;
  /** The last line of what Python complains of. */
  readonly refused: (code: string, env?: Readonly<Record<string, string>>) => string;
  readonly remove: () => void;
}

/** Runs in a rendered folder: nothing of the outside is in its environment, and nothing is written beside its files. */
export function runIn(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, id: 'python' | 'mypy' | 'ruff' = 'python') {
  return spawnSync(requireTool(id).path, args, { cwd: folder, encoding: 'utf8', timeout: 60_000, env: { PATH: process.env.PATH ?? '', HOME: folder, PYTHONDONTWRITEBYTECODE: '1', DB_PASSWORD_FILE: join(folder, 'password'), ...env } });
}

/** Writes the files of an application, beside a password and applications that do nothing. */
export function rendered(plan: Stack, name = 'api'): Rendered {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-python-'));
  const application = componentOf(plan, name);
  for (const file of pythonFilesOf(application)) writeFileSync(join(folder, file.name), file.render(plan, application));
  writeFileSync(join(folder, 'password'), 'p@ss/word\n');
  writeFileSync(join(folder, 'app.py'), 'def app(environ, start_response):\n    start_response("200 OK", [])\n    return []\n');
  mkdirSync(join(folder, 'counted'));
  return {
    folder,
    evaluate: (code, env) => {
      const { stdout, stderr, status } = runIn(folder, ['-c', `import json\n${code}`], env);
      if (status !== 0) throw new Error(stderr);
      return JSON.parse(stdout) as unknown;
    },
    refused: (code, env) => {
      const { stderr, status } = runIn(folder, ['-c', code], env);
      return status === 0 ? 'accepted' : (stderr.trim().split('\n').at(-1) ?? '');
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
