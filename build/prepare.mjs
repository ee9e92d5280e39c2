// Builds the package, also where npm installs it from its repository.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const run = (program, words, env = process.env) => {
  const { status } = spawnSync(program, words, { cwd: root, env, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
};

// `npm install --global` of a repository, as pre-commit does it, hands "global" on to the npm that should install what builds it (npm/cli#8440).
if (!existsSync(join(root, 'node_modules/esbuild'))) {
  const { npm_config_global: _global, npm_config_prefix: _prefix, npm_config_location: _location, NPM_CONFIG_PREFIX: _own, ...env } = process.env;
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], env);
}
run(process.execPath, ['build.mjs']);
run(process.execPath, ['build/types.mjs']);
