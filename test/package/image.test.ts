import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filesIn } from '../cli/folder.ts';
import { describeWith } from '../servers/describe-with.ts';
import { buildImage } from './image.ts';

/** Only root can be somebody else; elsewhere the image is run as oneself. */
const someone = process.getuid?.() === 0 ? { uid: 12345, gid: 12345 } : {};

describeWith('the image', 'node-24', () => {
  let image: ReturnType<typeof buildImage>;
  let files: string;
  let work: string;

  beforeAll(() => {
    image = buildImage();
    files = [...image.stages.values()].at(-1) ?? '';
    work = join(image.folder, 'mounted');
    mkdirSync(work);
    chmodSync(work, 0o777);
  }, 300_000);
  afterAll(() => rmSync(image.folder, { recursive: true, force: true }), 60_000);

  /** `docker run --user 12345:12345 --read-only --volume work:/work IMAGE ...`: nothing but PATH is set. */
  const run = (...words: readonly string[]) => runIn(work, ...words);
  const runIn = (cwd: string, ...words: readonly string[]) => {
    const [program = '', ...rest] = words;
    return spawnSync(program, rest, { cwd, env: { PATH: `${join(files, 'usr/local/bin')}:/usr/bin:/bin` }, encoding: 'utf8', ...someone });
  };

  it('holds the program, its profiles and its licences, and neither npm nor sources', () => {
    const holds = readdirSync(join(files, 'opt/plumbline')).sort();
    expect(holds).toEqual(['LICENSE', 'dist', 'package.json', 'profiles']);
    expect(filesIn(join(files, 'usr/local/bin'))).toEqual(['gen', 'node', 'plumbline']);
    expect(filesIn(join(files, 'opt/plumbline')).filter((path) => /\.(ts|map)$|node_modules/.test(path))).toEqual([]);
  });

  it('is run by nobody in particular, where files are mounted, and says what it can do', () => {
    expect(image).toMatchObject({ user: '65532:65532', workdir: '/work', command: ['gen', '--help'] });
    const { status, stdout, stderr } = run(...image.command);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Usage: gen');
  });

  it('renders for any user, who owns what is written', () => {
    const { status, stderr } = run('gen', '--profile', 'medium', '--quiet');
    expect([status, stderr]).toEqual([0, '']);
    const written = statSync(join(work, 'out/medium/docker-compose.yml'));
    expect(written.uid).toBe(someone.uid ?? process.getuid?.());
    expect(run('plumbline', 'validate', 'out/medium').status).toBe(0);
  });

  it.runIf(someone.uid !== undefined)('says what it may not write', () => {
    const locked = join(image.folder, 'locked');
    mkdirSync(locked, { mode: 0o555 });
    const { status, stderr } = runIn(locked, 'gen', '--profile', 'small', '--quiet');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error {2}out\/small\/\S+ cannot be written: permission denied\n$/);
  });

  it('prints its completion, its schema and its checks', () => {
    for (const words of [['completion', 'bash'], ['schema'], ['checks']]) expect(run('gen', ...words)).toMatchObject({ status: 0, stderr: '' });
  });
});
