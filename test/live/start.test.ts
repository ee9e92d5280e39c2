import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LiveStack } from '../../src/live/live.ts';
import { startStack } from '../../src/live/start.ts';
import { describeWith } from '../servers/describe-with.ts';
import { plannedWith } from './plans.ts';
import { stackPrograms, stackTools } from './tools.ts';

const cwd = fileURLToPath(new URL('app', import.meta.url));
const answer = async (url: string): Promise<string> => (await fetch(url)).text();
const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

describeWith('a rendered stack as processes', stackTools, () => {
  let stack: LiveStack;
  const progress: string[] = [];

  beforeAll(async () => {
    // A replaced copy is looked for each second, so that the test need not wait for ten.
    const planned = await plannedWith('small', ['proxy.nginx.resolver.valid=1s']);
    stack = await startStack({ ...planned, programs: stackPrograms(), limits: 'cgroup', applications: { api: { command: ['node', 'server.mjs'], cwd } }, progress: (text) => progress.push(text) });
  }, 120_000);
  afterAll(() => stack.stop());

  it('starts each component behind those that it needs', () => {
    expect(progress).toEqual(['starting db', 'starting cache', 'starting api', 'starting proxy']);
  });

  it('lets the application in to the database by its own role and password', async () => {
    expect(await answer(`${stack.url}/who`)).toBe('127.0.0.2 api');
  });

  it('keeps no answer that sets a cookie for the next client', async () => {
    const answers = [await fetch(`${stack.url}/feed`), await fetch(`${stack.url}/feed`), await fetch(`${stack.url}/feed`)];
    expect(answers.map(({ headers }) => headers.get('x-cache-status'))).toEqual(['MISS', 'MISS', 'MISS']);
    expect(new Set(answers.map(({ headers }) => headers.get('set-cookie'))).size).toBe(3);
  });

  it('changes nothing but paths, ports and addresses', () => {
    const settings = stack.mapped.map(({ file, to }) => `${file} ${to.split(/[ =:]+/)[file === 'docker-compose.yml' ? 1 : 0]}`);
    expect([...new Set(settings)].sort()).toEqual([
      'docker-compose.yml DB_HOST', 'docker-compose.yml DB_PASSWORD_FILE', 'docker-compose.yml DB_PORT', 'docker-compose.yml HOST', 'docker-compose.yml METRICS_PORT',
      'docker-compose.yml PORT', 'docker-compose.yml REDIS_HOST', 'docker-compose.yml REDIS_PORT', 'docker-compose.yml SERVER_CONFIG',
      'nginx/nginx.conf 127.0.0.0/8', 'nginx/nginx.conf client_body_temp_path', 'nginx/nginx.conf fastcgi_temp_path', 'nginx/nginx.conf include', 'nginx/nginx.conf listen',
      'nginx/nginx.conf pid', 'nginx/nginx.conf proxy_cache_path', 'nginx/nginx.conf proxy_temp_path', 'nginx/nginx.conf resolver', 'nginx/nginx.conf scgi_temp_path',
      'nginx/nginx.conf server', 'nginx/nginx.conf set_real_ip_from', 'nginx/nginx.conf uwsgi_temp_path',
      'postgres/postgresql.conf listen_addresses', 'postgres/postgresql.conf port', 'postgres/postgresql.conf unix_socket_directories',
      'redis/redis.conf bind', 'redis/redis.conf dir', 'redis/redis.conf port',
    ]);
  });

  it('says what holds the limits, or why nothing does', () => {
    expect(stack.limits).toMatch(/^(cgroup v[12]|no limits: .+)$/);
  });

  it('knows what its components use', async () => {
    const use = await stack.use();
    expect(Object.keys(use).sort()).toEqual(['api', 'cache', 'db', 'proxy']);
    expect(use['api']?.memory).toBeGreaterThan(20 * 2 ** 20);
    expect(stack.processes('db')[0]?.pids().length).toBeGreaterThan(4);
  });

  it('names another copy of an application, and no longer one that was told to end', async () => {
    const [first] = stack.processes('api');
    const second = await stack.start('api');
    expect(second.host).toBe('127.0.0.3');
    await expect.poll(async () => [...new Set([await answer(`${stack.url}/who`), await answer(`${stack.url}/who`)])].sort(), { timeout: 20_000, interval: 200 }).toEqual(['127.0.0.2 api', '127.0.0.3 api']);
    await first?.stop();
    expect(stack.processes('api').map(({ host }) => host)).toEqual(['127.0.0.3']);
    expect(await answer(`${stack.url}/who`)).toBe('127.0.0.3 api');
  });

  it('starts a database again in its place', async () => {
    await stack.processes('db')[0]?.stop();
    expect((await fetch(`${stack.url}/who`)).status).toBe(500);
    const again = await stack.start('db');
    expect(again.log()).not.toContain('recovery');
    expect(await answer(`${stack.url}/who`)).toBe('127.0.0.3 api');
  });

  it('leaves no process and no folder behind', async () => {
    const pids = ['db', 'cache', 'api', 'proxy'].flatMap((name) => stack.processes(name).flatMap((process) => process.pids()));
    await stack.stop();
    await expect.poll(() => pids.filter(isAlive)).toEqual([]);
    expect(existsSync(stack.folder)).toBe(false);
  });
});

describeWith('a stack that cannot start', stackTools, () => {
  it('shows the log of the server that ended, and leaves nothing behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('plumbline-live-'));
    const planned = await plannedWith('small');
    const files = planned.files.map((file) => (file.path === 'redis/redis.conf' ? { ...file, text: `${file.text}no-such-setting 1\n` } : file));
    await expect(startStack({ ...planned, files, programs: stackPrograms(), limits: 'none', applications: {} })).rejects.toThrow(/^cache ended at its start:[^]*no-such-setting/);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('plumbline-live-') && !before.includes(name))).toEqual([]);
  });
});
