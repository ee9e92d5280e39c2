import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { treeOf } from '../../src/model/source.ts';
import { readTree } from '../../src/read-tree.ts';
import { ask, findPrograms, inBox } from '../../src/validators/box.ts';
import { askTools, refusals } from '../../src/validators/index.ts';
import type { ToolVerdict } from '../../src/validators/verdict.ts';
import { freshFolder } from '../cli/folder.ts';
import { findTool } from '../servers/tools.ts';

const ENV = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env).filter((key) => key.startsWith('PLUMBLINE_'))) delete process.env[name];
  Object.assign(process.env, ENV);
});

async function verdicts(files: Readonly<Record<string, string>>, mode: 'auto' | 'require' = 'auto'): Promise<readonly ToolVerdict[]> {
  const tree = treeOf(files);
  return askTools(tree, readTree(tree).stacks, mode);
}
const compose = (image: string, more: string): string => `services:\n  one:\n    image: ${image}\n    ${more}\n`;
const nginx = (body: string): Readonly<Record<string, string>> => ({ 'docker-compose.yml': compose('nginx:1.22', 'volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]'), 'nginx.conf': body });

const SOUND = `user nginx;
load_module modules/evil.so;
events {}
http {
  upstream api { server api:3000; keepalive 8; }
  proxy_cache_path /var/cache/nginx keys_zone=c:1m;
  map $http_upgrade $up { default close; '' ''; ~*x "a;b"; }
  server {
    listen 80; listen [::]:80; listen 443 ssl; ssl_certificate /etc/x.pem; ssl_certificate_key /etc/x.key;
    location ~ \\.php$ { proxy_pass http://web:9000; }
    location / { if ($request_method = POST) { return 405; } proxy_set_header X "a \\"b\\" $host"; proxy_pass http://api; }
  }
}
`;

describe.skipIf(findTool('nginx') === undefined)('nginx', () => {
  it('takes a copy in which names, paths, ports and certificates are replaced', async () => {
    expect((await verdicts(nginx(SOUND))).filter(({ tool }) => tool === 'nginx')).toMatchObject([{ outcome: 'passed', subject: 'nginx.conf' }]);
  });

  it('says what it refuses, at the place in the original', async () => {
    const [verdict] = await verdicts(nginx(SOUND.replace('listen 80;', 'listen 80;\n    lissten 81;')));
    expect(verdict).toMatchObject({ outcome: 'failed', because: 'unknown directive "lissten"', at: { file: 'nginx.conf', line: 10, column: 5 } });
    expect(refusals(verdict === undefined ? [] : [verdict])).toMatchObject([{ check: 'refused-by-server', severity: 'error', at: { line: 10 } }]);
  });

  it('is not asked about a stack that runs a newer one', async () => {
    const files = { ...nginx(SOUND), 'docker-compose.yml': compose('nginx:1.99', 'volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]') };
    expect((await verdicts(files)).filter(({ tool }) => tool === 'nginx')).toMatchObject([{ outcome: 'absent', because: expect.stringContaining('the stack runs 1.99') }]);
  });

  it('opens no file of this host', async () => {
    const evil = SOUND.replace('events {}', 'events {}\ninclude /etc/passwd;').replace('listen 80;', 'listen 80; include /etc/shadow; auth_basic_user_file /etc/shadow;');
    expect((await verdicts(nginx(evil))).filter(({ tool }) => tool === 'nginx')).toMatchObject([{ outcome: 'passed' }]);
  });
});

describe.skipIf(findTool('redis') === undefined)('redis-server', () => {
  it.each([['maxmemory 64mb', 'passed'], ['maxmemory-policy allkeys-lruu', 'failed']])('of %s: %s', async (line, outcome) => {
    const files = { 'docker-compose.yml': compose('redis:7.0', 'command: redis-server /r.conf\n    volumes: ["./redis.conf:/r.conf"]'), 'redis.conf': `# first\n${line}\nloadmodule /tmp/evil.so\n` };
    const [verdict] = (await verdicts(files)).filter(({ tool }) => tool === 'redis-server');
    expect(verdict).toMatchObject({ outcome, ...(outcome === 'failed' ? { at: { file: 'redis.conf', line: 2 } } : {}) });
  }, 30_000);
});

describe.skipIf(findTool('pgbouncer') === undefined)('pgbouncer', () => {
  it.each([['pool_mode = transaction', 'passed'], ['pool_mode = transactio', 'failed']])('of %s: %s', async (line, outcome) => {
    const files = { 'pgbouncer.ini': `[databases]\nx = host=db\n[pgbouncer]\n${line}\nauth_type = scram-sha-256\n` };
    const [verdict] = (await verdicts(files)).filter(({ tool }) => tool === 'pgbouncer');
    expect(verdict).toMatchObject({ outcome, ...(outcome === 'failed' ? { at: { file: 'pgbouncer.ini', line: 4 } } : {}) });
  }, 30_000);
});

describe.skipIf(findTool('postgres-16') === undefined)('postgres', () => {
  it.each([['work_mem = 8MB', 'passed'], ['work_mem = 8MBB', 'failed'], ['io_method = worker', 'failed']])('of %s: %s', async (line, outcome) => {
    process.env['PLUMBLINE_POSTGRES'] = findTool('postgres-16')?.path;
    const files = { 'docker-compose.yml': compose('postgres:16.2', "command: postgres -c config_file=/p.conf\n    volumes: [\"./p.conf:/p.conf\"]"), 'p.conf': `max_connections = 50\n${line}\n` };
    const [verdict] = (await verdicts(files)).filter(({ tool }) => tool === 'postgres');
    expect(verdict).toMatchObject({ outcome, ...(outcome === 'failed' ? { at: { file: 'p.conf', line: 2 } } : {}) });
  }, 30_000);
});

describe('a tool', () => {
  it('that is not here is said to be absent', async () => {
    process.env['PLUMBLINE_REDIS_SERVER'] = '/nowhere/redis-server';
    expect((await verdicts({ 'redis.conf': 'maxmemory 1mb\n' })).filter(({ tool }) => tool === 'redis-server')).toEqual([{ tool: 'redis-server', outcome: 'absent', because: 'redis-server is not found here; PLUMBLINE_REDIS_SERVER can name it' }]);
  });

  it('that would run a file of the tree is only asked where tools are required', async () => {
    const folder = freshFolder();
    const ran = join(folder, 'ran');
    writeFileSync(join(folder, 'gunicorn'), `#!/bin/sh\ntouch "${ran}"\n`);
    chmodSync(join(folder, 'gunicorn'), 0o755);
    chmodSync(folder, 0o777);
    process.env['PLUMBLINE_GUNICORN'] = join(folder, 'gunicorn');
    const files = { 'gunicorn.conf.py': 'workers = 2\n' };
    expect((await verdicts(files)).filter(({ tool }) => tool === 'gunicorn')).toMatchObject([{ outcome: 'absent' }]);
    expect(existsSync(ran)).toBe(false);
    expect((await verdicts(files, 'require')).filter(({ tool }) => tool === 'gunicorn')).toMatchObject([{ outcome: 'passed' }]);
  });

  it('gets a private folder, no environment of ours, and is ended with all that it started', async () => {
    process.env['SECRET'] = 'hunter2';
    const said = await inBox(async (box) => {
      const script = box.write('x.sh', 'env\nsleep 60 &\necho "child $!"\necho ready\nwait\n');
      return ask(box, '/bin/sh', [script], /ready/);
    });
    delete process.env['SECRET'];
    expect(said.output).not.toContain('hunter2');
    expect(said.code).toBeUndefined();
    const child = Number(/child ([0-9]+)/.exec(said.output)?.[1]);
    await expect.poll(() => isRunning(child)).toBe(false);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('plumbline-tool-') && existsSync(join(tmpdir(), name, 'x.sh')))).toEqual([]);
  });

  it('may be named by a variable, else lies on the PATH', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
    writeFileSync(join(folder, 'x'), '');
    process.env['PLUMBLINE_SH'] = join(folder, 'x');
    expect(findPrograms('sh')).toEqual([]);
    delete process.env['PLUMBLINE_SH'];
    expect(findPrograms('sh')).toMatchObject([expect.stringMatching(/\/sh$/)]);
    rmSync(folder, { recursive: true });
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended and that nobody has asked about yet.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
