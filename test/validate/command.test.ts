import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateCommand, type ValidateFlags } from '../../src/commands/validate.ts';
import { InputError } from '../../src/model/problem.ts';
import { plain } from '../../src/reporters/style.ts';
import { freshFolder } from '../cli/folder.ts';

const COMPOSE = `services:
  proxy:
    image: nginx:1.28
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
  db:
    image: postgres:17
    command: postgres -c shared_buffers=2GB
    mem_limit: 1g
    ports: ["127.0.0.1:5432:5432"]
`;
const NGINX = 'events {}\nhttp {\n  server {\n    listen 80;\n    location / { return 204; }\n  }\n}\n';
const SHARED = 'shared-buffers-exceed-limit';

interface Said { readonly code: number; readonly out: string; readonly err: string }
interface Report { readonly stacks: readonly { readonly name: string; readonly files: readonly string[]; readonly findings: readonly { readonly check: string; readonly at?: { readonly file: string; readonly line: number } }[]; readonly suppressed: readonly object[] }[]; readonly findings: readonly { readonly check: string }[]; readonly notRead: readonly { readonly what: string }[] }

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = freshFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function validate(cwd: string, words: readonly string[] = ['.'], flags: Partial<ValidateFlags> = {}): Promise<Said> {
  const said = { out: '', err: '' };
  const terminal = { cwd, out: (text: string) => void (said.out += text), err: (text: string) => void (said.err += text), outStyle: plain, errStyle: plain };
  try {
    return { code: await validateCommand(words, { format: 'text', severity: 'note', tools: 'off', ...flags }, terminal), ...said };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { code: 2, out: said.out, err: said.err + error.message };
  }
}
const report = async (cwd: string, words?: readonly string[], flags: Partial<ValidateFlags> = {}): Promise<Report> => JSON.parse((await validate(cwd, words, { ...flags, format: 'json' })).out) as Report;

it('a value that its server refuses is told once', async () => {
  const folder = folderOf({ 'docker-compose.yml': 'services:\n  db:\n    image: postgres:17\n    command: postgres -c work_mem=16mb\n' });
  const told = await validate(folder, ['.'], { only: ['setting-unknown-to-version'] });
  expect(told.out.match(/work_mem/g)).toHaveLength(1);
  expect((await validate(folder, ['.'], { ignore: ['setting-unknown-to-version'] })).out).toMatch(/not read:\n.*work_mem/);
});

describe('what is read', () => {
  const files = { 'shop/docker-compose.yml': COMPOSE, 'shop/nginx.conf': NGINX };

  it('a folder: places are seen from where the program runs', async () => {
    const { stacks } = await report(folderOf(files), ['shop'], { only: [SHARED] });
    expect(stacks.map(({ name }) => name)).toEqual(['shop/docker-compose.yml']);
    expect(stacks[0]?.files).toEqual(['shop/docker-compose.yml', 'shop/nginx.conf']);
    expect(stacks[0]?.findings.map(({ check, at }) => [check, at?.file, at?.line])).toEqual([[SHARED, 'shop/docker-compose.yml', 7]]);
  });

  it('files: one that a Compose file mounts is not judged twice', async () => {
    const { stacks } = await report(folderOf(files), ['shop/nginx.conf', 'shop/docker-compose.yml']);
    expect(stacks.map(({ name }) => name)).toEqual(['shop/docker-compose.yml']);
  });

  it('files: nothing else of their folder is judged', async () => {
    const { stacks } = await report(folderOf({ ...files, 'shop/redis.conf': 'maxmemory 1mb\n' }), ['shop/redis.conf']);
    expect(stacks.map(({ name }) => name)).toEqual(['shop/redis.conf']);
  });

  it('several Compose files are merged in their order', async () => {
    const cwd = folderOf({ ...files, 'shop/prod.yml': 'services:\n  db:\n    mem_limit: 4g\n' });
    const { stacks } = await report(cwd, ['shop/docker-compose.yml', 'shop/prod.yml'], { only: [SHARED] });
    expect(stacks.map(({ findings }) => findings)).toEqual([[]]);
  });

  it('what gen rendered, each profile for itself', async () => {
    const cwd = folderOf({ 'out/a/plan.json': '{}', 'out/a/redis.conf': 'maxmemory 1mb\n', 'out/b/plan.json': '{}', 'out/b/redis.conf': 'maxmemory 1mb\n' });
    expect((await report(cwd, [])).stacks.map(({ name }) => name)).toEqual(['out/a/redis.conf', 'out/b/redis.conf']);
  });

  it('is said to be nothing where there is nothing', async () => {
    expect(await validate(folderOf({ 'README.md': 'x' }))).toMatchObject({ code: 2, err: expect.stringContaining('there is nothing to judge in "."') });
    expect(await validate(folderOf({}), [])).toMatchObject({ code: 2, err: expect.stringContaining('there is no folder out') });
    expect(await validate(folderOf({}), ['lost.yml'])).toMatchObject({ code: 2, err: '"lost.yml": there is no such file or folder' });
  });

  it('a file that is named, whatever its name', async () => {
    const cwd = folderOf({ 'edge.cfg': NGINX, 'tuned.txt': 'max_connections = 100\n', 'notes.txt': 'hello\n', 'pool': '[databases]\nx = host=db\n[pgbouncer]\npool_mode = session\n' });
    const { stacks, notRead } = JSON.parse((await validate(cwd, ['edge.cfg', 'tuned.txt', 'notes.txt', 'pool'], { format: 'json' })).out) as { readonly stacks: readonly { readonly components: readonly { readonly kind: string }[] }[]; readonly notRead: readonly { readonly what: string }[] };
    expect(stacks.flatMap(({ components }) => components.map(({ kind }) => kind))).toEqual(['nginx', 'pgbouncer', 'postgres']);
    expect(notRead.map(({ what }) => what)).toEqual(['notes.txt']);
  });

  it('a Dockerfile that stands alone, and not beside a Compose file', async () => {
    const files = { 'web/Dockerfile': 'FROM nginx:1.28\nCOPY nginx.conf /etc/nginx/nginx.conf\n', 'web/nginx.conf': NGINX };
    expect((await report(folderOf(files))).stacks.map(({ name, files: read }) => [name, read])).toEqual([['web/Dockerfile', ['web/Dockerfile', 'web/nginx.conf']]]);
    expect((await report(folderOf({ ...files, 'docker-compose.yml': 'services:\n  web:\n    build: web\n' }))).stacks.map(({ name }) => name)).toEqual(['docker-compose.yml']);
  });

  it('servers that lie beside each other reach each other by their ports', async () => {
    const cwd = folderOf({ 'nginx/nginx.conf': NGINX.replace('return 204;', 'proxy_pass http://127.0.0.1:8000;'), 'gunicorn.conf.py': 'bind = "127.0.0.1:8000"\nworkers = 2\n', 'redis.conf': 'maxmemory 1mb\n' });
    const { stacks } = JSON.parse((await validate(cwd, ['.'], { format: 'json' })).out) as { readonly stacks: readonly { readonly links: readonly object[] }[] };
    expect(stacks.map(({ links }) => links)).toEqual([[{ from: 'nginx', to: 'gunicorn' }]]);
  });

  it('names what is known and not read', async () => {
    const { notRead } = await report(folderOf({ ...files, 'chart/Chart.yaml': 'name: x\n', 'main.tf': '' }));
    expect(notRead.map(({ what }) => what)).toEqual(['chart/Chart.yaml', 'main.tf']);
  });

  it('leaves alone what lies outside', async () => {
    const outside = folderOf({ 'nginx.conf': 'secret_directive;\n' });
    const cwd = folderOf({ 'docker-compose.yml': COMPOSE });
    symlinkSync(join(outside, 'nginx.conf'), join(cwd, 'nginx.conf'));
    const { out } = await validate(cwd, ['.'], { format: 'json' });
    expect(out).not.toContain('secret_directive');
    expect(out).toContain('a symbolic link leads out of what was given');
  });
});

describe('how it ends', () => {
  it('2 where nothing could be read, with the reasons of what was asked for', async () => {
    const binary = Object.fromEntries(['compose.yml', 'nginx.conf', 'postgresql.conf', 'redis.conf', 'Dockerfile'].map((name) => [name, 'a\0b']));
    const { code, err } = await validate(folderOf(binary));
    expect([code, err]).toEqual([2, expect.stringContaining('nothing could be read in "."')]);
    const chart = { 'chart/Chart.yaml': 'name: x\n', 'chart/templates/d.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n' };
    expect(await validate(folderOf(chart))).toMatchObject({ code: 2, err: expect.stringContaining('render it') as string });
    const overlay = folderOf({ 'overlays/prod/kustomization.yaml': 'resources: [../../base]\nconfigMapGenerator:\n  - name: api\n    literals: [A=1]\n' });
    expect(await validate(overlay, ['overlays/prod'])).toMatchObject({ code: 2, err: expect.stringContaining('../../base: it lies outside of what was given: give the folder above') as string });
    const folder = folderOf({ 'a.conf': 'x' });
    for (const name of ['nginx.conf', 'other.conf', 'another.conf', 'b.conf']) symlinkSync('/etc/passwd', join(folder, name));
    expect((await validate(folder, ['nginx.conf'])).err).toMatch(/nginx\.conf: a symbolic link leads out of what was given$/);
    expect(await validate(folder, [''])).toMatchObject({ code: 2, err: expect.stringContaining('an empty word') as string });
  });

  it('2 for a Compose profile that there is not; services of profiles that are not asked for are named', async () => {
    const folder = folderOf({ 'docker-compose.yml': `${COMPOSE}  admin:\n    image: adminer:4\n    profiles: [debug]\n`, 'nginx.conf': NGINX });
    expect((await validate(folder)).out).toContain('service admin: only in profile debug; --compose-profiles debug reads it');
    expect((await validate(folder, ['.'], { composeProfiles: ['debug'] })).out).not.toContain('only in profile');
    expect(await validate(folder, ['.'], { composeProfiles: ['debgu'] })).toMatchObject({ code: 2, err: expect.stringMatching(/there is no Compose profile "debgu"[\s\S]*debug/) as string });
    expect((await validate(folder, ['.'], { composeProfiles: ['*'] })).out).not.toContain('only in profile');
  });

  it('2 where kustomizations use each other', async () => {
    const { code, err } = await validate(folderOf({ 'k1/kustomization.yaml': 'resources: [../k2]\n', 'k2/kustomization.yaml': 'resources: [../k1]\n' }));
    expect([code, err]).toEqual([2, expect.stringContaining('the kustomizations use each other: k1 > k2 > k1')]);
  });

  it('0 when clean, 1 on findings, whatever is a note', async () => {
    const cwd = folderOf({ 'docker-compose.yml': COMPOSE, 'nginx.conf': NGINX });
    expect((await validate(cwd)).code).toBe(1);
    expect((await validate(cwd, ['.'], { ignore: [SHARED], severity: 'error' })).code).toBe(0);
  });

  it('2 when a file is broken, and the findings are told all the same', async () => {
    const { code, out, err } = await validate(folderOf({ 'docker-compose.yml': COMPOSE, 'nginx.conf': NGINX.replace('listen 80;', 'listen 80') }));
    expect(code).toBe(2);
    expect(err).toMatch(/^error {2}nginx\.conf:\d+:\d+: /);
    expect(out).toContain(SHARED);
  });

  it('2 for ids that there are not, with what was meant', async () => {
    expect(await validate(folderOf({ 'docker-compose.yml': COMPOSE }), ['.'], { only: ['keepalive-rase'] })).toMatchObject({ code: 2, err: 'there is no check "keepalive-rase"\n  did you mean keepalive-race?' });
  });

  it.each(['4cpu', '4cpu/8', 'x/8GiB', '0/8GiB', '4/8GiB/1TiB/2', '/'])('2 for the machine %s', async (machine) => {
    expect(await validate(folderOf({ 'docker-compose.yml': COMPOSE }), ['.'], { machine })).toMatchObject({ code: 2, err: expect.stringContaining('expected a machine') });
  });
});

describe('a machine', () => {
  it.each(['2cpu/4GiB', '2/4GiB', '2 cores/4GiB/100GiB'])('as in %s is judged as it is given', async (machine) => {
    const large = COMPOSE.replace('mem_limit: 1g', 'mem_limit: 5g');
    const { stacks } = await report(folderOf({ 'docker-compose.yml': large }), ['.'], { machine, only: ['limits-exceed-machine'] });
    expect(stacks[0]?.findings.map(({ check }) => check)).toEqual(['limits-exceed-machine']);
    expect((await report(folderOf({ 'docker-compose.yml': COMPOSE.replace('mem_limit: 1g', 'mem_limit: 4g') }), ['.'], { machine, only: ['limits-exceed-machine'] })).stacks[0]?.findings).toEqual([]);
  });

  it('may be that of a profile, its reserve taken off', async () => {
    const text = COMPOSE.replace('mem_limit: 1g', 'mem_limit: 8g');
    const { out, code } = await validate(folderOf({ 'docker-compose.yml': text }), ['.'], { profile: 'medium', only: ['limits-exceed-machine'] });
    expect(code).toBe(1);
    expect(out).toContain('machine.allocatable_memory');
  });
});

describe('variables', () => {
  it('come from a file that is named', async () => {
    const cwd = folderOf({ 'docker-compose.yml': COMPOSE.replace('1g', '${LIMIT}'), 'nginx.conf': NGINX, 'prod.env': 'LIMIT="1g"\n', 'broken.env': 'LIMIT="1g\n' });
    const found = async (envFile?: string): Promise<readonly string[]> => (await report(cwd, ['.'], { only: [SHARED], ...(envFile === undefined ? {} : { envFile }) })).stacks.flatMap(({ findings }) => findings.map(({ check }) => check));
    expect(await found()).toEqual([]);
    expect(await found('prod.env')).toEqual([SHARED]);
    expect(await validate(cwd, ['.'], { envFile: 'lost.env' })).toMatchObject({ code: 2, err: '--env-file: "lost.env" cannot be read' });
    expect((await validate(cwd, ['.'], { envFile: 'broken.env' })).err).toMatch(/^broken\.env:1:/);
  });
});

describe('a secret', () => {
  const files = {
    'docker-compose.yml': `services:
  api:
    image: node:22
    command: node server.js --token hunter2 --db postgres://app:hunter2@db/x
    healthcheck: { test: "redis-cli -a hunter2 ping && curl http://u:hunter2@localhost:3000" }
    environment:
      DATABASE_URL: postgres://app:hunter2@db:5432/x?connection_limit=90
      API_SECRET: hunter2
      SESSION_PASSWORD: hunter2
    env_file: [app.env]
  db:
    image: postgres
    environment: { POSTGRES_PASSWORD: hunter2 }
    ports: ["5432:5432"]
    command: ["postgres", "-c", "max_connections=20"]
  proxy: { image: nginx, volumes: ["./nginx.conf:/etc/nginx/nginx.conf"] }
  lb: { image: haproxy, volumes: ["./haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg"] }
  caddy: { image: caddy, volumes: ["./Caddyfile:/etc/caddy/Caddyfile"] }
  cache:
    image: redis
    command: redis-server --requirepass hunter2 --maxmemory 2gb
    mem_limit: 1g
  pooler:
    image: edoburu/pgbouncer
    environment: { DATABASE_URL: "postgres://app:hunter2@db/x", DB_PASSWORD: hunter2 }
`,
    'nginx.conf': 'events {}\nhttp { upstream b { server u:hunter2@api:8003; } server { listen 80; location / { proxy_pass http://u:hunter2@api:8001; }\nlocation /2 { proxy_pass http://u:hunter2/2@apy:8001; }\nlocation /3 { set $x http://u:hunter2@apz; proxy_pass $x; }\nlocation /4 { fastcgi_pass u:hunter2@api:9000; }\n} }\n',
    'haproxy.cfg': 'defaults\n  mode http\nbackend b\n  server s u:hunter2@apx:8080 check\n',
    'Caddyfile': ':80 {\n  reverse_proxy http://u:hunter2@apq:8080 u:hunter2@apz:81\n}\n',
    'app.env': 'REDIS_URL=redis://:hunter2@cache:6379\nMAIL_PASSWORD=hunter2\n',
    'redis.conf': 'requirepass hunter2\nmasterauth hunter2\nmaxmemory-policy hunter\n',
    'pgbouncer.ini': '[databases]\nx = host=db password=hunter2 pool_size=foo\n[pgbouncer]\npool_mode = x\n',
  };
  it.each(['text', 'json', 'sarif', 'junit', 'github', 'markdown'] as const)('is in no output: %s', async (format) => {
    const { out, err } = await validate(folderOf(files), ['.'], { format, machine: '1cpu/1GiB' });
    expect((out + err).split('\n').filter((line) => line.includes('hunter2'))).toEqual([]);
  });
});

describe('a name that turns the direction of writing', () => {
  it.each(['text', 'json', 'sarif', 'junit', 'github', 'markdown'] as const)('is escaped in every output: %s', async (format) => {
    const { out, err } = await validate(folderOf({ 'we\u202eird/docker-compose.yml': COMPOSE, 'we\u202eird/nginx.conf': NGINX }), ['.'], { format });
    expect(out + err).not.toContain('\u202e');
  });
});

describe('a suppression', () => {
  it('silences its finding and is counted; unused and without reason it is told', async () => {
    const text = COMPOSE.replace('  db:', `  # plumbline-ignore ${SHARED}: measured\n  db:`).replace('    image: nginx:1.28', '    image: nginx:1.28 # plumbline-ignore keepalive-race: x').replace('ports:', '# plumbline-ignore database-published\n    ports:');
    const found = await report(folderOf({ 'docker-compose.yml': text, 'nginx.conf': NGINX }));
    expect(found.stacks[0]?.findings.map(({ check }) => check)).not.toContain(SHARED);
    expect(found.stacks[0]?.suppressed).toHaveLength(1);
    expect(found.findings.map(({ check }) => check)).toEqual(['suppression-unused', 'suppression-without-reason']);
  });
});
