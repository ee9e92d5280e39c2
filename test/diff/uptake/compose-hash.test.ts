import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { Side } from '../../../src/diff/side.ts';
import { run } from '../../servers/child.ts';
import { describeWith } from '../../servers/describe-with.ts';
import { makeSandbox } from '../../servers/sandbox.ts';
import { requireTool } from '../../servers/tools.ts';
import { replaced, sideOf, stepsBetween } from './sides.ts';

const FILE = 'docker-compose.yml';
const inFile = (path: string, from: string, to: string) => (side: Side): Side => replaced(side, path, [from, to]);

/** What somebody changes, and the services that Compose replaces for it. */
const cases: readonly (readonly [what: string, edit: (side: Side) => Side, replaced: readonly string[]])[] = [
  ['nothing', (side) => side, []],
  ['a memory limit', inFile(FILE, 'memory: 778m', 'memory: 800m'), ['proxy']],
  ['an environment variable', inFile(FILE, 'WORKERS: 2', 'WORKERS: 3'), ['api']],
  ['an image', inFile(FILE, 'redis:8.0', 'redis:8.2'), ['cache']],
  ['a port of the host in .env', inFile('.env', 'PROXY_PORT=8080', 'PROXY_PORT=9090'), ['proxy']],
  ['a health check', inFile(FILE, '- --username=postgres', '- --username=other'), ['db']],
  ['the text of a file under configs', inFile('nginx/nginx.conf', 'keepalive_requests 10000', 'keepalive_requests 9000'), []],
  ['the number of containers', inFile(FILE, 'replicas: 1', 'replicas: 2'), []],
  ['where an image is built from', inFile(FILE, 'context: ../..', 'context: ../../..'), []],
  ['a comment', inFile(FILE, '# The official image.', '# Another.'), []],
];

describeWith('Compose replaces the containers of the services that gen diff names', 'docker-compose', () => {
  it.each(cases)('%s', async (what, edit, replaced) => {
    const before = await sideOf('medium');
    const after = edit(before);
    const [was, is] = [await hashes(before), await hashes(after)];
    expect(Object.keys(was).sort()).toEqual(['api', 'api-migrate', 'cache', 'db', 'proxy']);
    expect(Object.keys(is).filter((name) => is[name] !== was[name]), what).toEqual(replaced);
    const steps = stepsBetween(before, after).filter(({ environment, action, command }) => environment === 'compose' && action === 'recreate' && !(command ?? '').includes('--build'));
    expect(steps.map(({ component }) => component)).toEqual(replaced);
  });
});

/** What Compose compares of each service. */
async function hashes({ files }: Side): Promise<Readonly<Record<string, string>>> {
  const sandbox = makeSandbox('compose');
  try {
    // Read from the same folder on both sides: paths are part of the hash.
    const folder = join(sandbox.folder, 'out');
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { code, stdout, stderr } = await run(requireTool('docker-compose').path, ['--project-directory', '/srv/medium/out', '--env-file', join(folder, '.env'), '--file', join(folder, FILE), 'config', '--hash', '*']);
    if (code !== 0) throw new Error(stderr);
    return Object.fromEntries(stdout.trim().split('\n').map((line) => line.split(' ') as [string, string]));
  } finally {
    sandbox.remove();
  }
}
