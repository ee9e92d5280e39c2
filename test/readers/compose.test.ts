import { describe, expect, it } from 'vitest';
import { showPosition, type Entry } from '../../src/model/entry.ts';
import { showProblem } from '../../src/model/problem.ts';
import { positionIn, treeOf } from '../../src/model/source.ts';
import { composePaths, readCompose, type ComposeOptions } from '../../src/readers/compose.ts';
import type { Deployment } from '../../src/readers/deployment.ts';

/** Reads a docker-compose.yml of one service `app` with the given lines below it, beside other files. */
const app = (lines: string, files: Readonly<Record<string, string>> = {}, options: ComposeOptions = {}): Deployment =>
  readCompose(treeOf({ 'docker-compose.yml': `services:\n  app:\n${lines.replace(/^/gm, '    ')}\n`, ...files }), ['docker-compose.yml'], options);

const line = ({ id, value, origin }: Entry): string => `${id} ${String(value)}${origin.from === 'stated' ? ` ${showPosition(origin.at)} ${origin.text ?? ''}` : ` ${origin.from}`}`;
const entriesOf = ({ facts }: Deployment, pattern: RegExp): readonly string[] => facts.entries.filter(({ id }) => pattern.test(id)).map(line);
const unreadOf = ({ facts }: Deployment): readonly string[] => facts.unread.map(({ id, what, because }) => `${id === undefined ? '' : `${id} `}${what}: ${because}`);
const container = ({ containers }: Deployment, name = 'app') => {
  const found = containers.find(({ component }) => component === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const startOf = (deployment: Deployment): string => {
  const { entrypoint, command } = container(deployment);
  return `${entrypoint.map(({ text }) => text).join(' ')} > ${command.map(({ text }) => text).join(' ')}`;
};

describe('limits', () => {
  it('are read in both spellings; the one under deploy counts, another is kept beside it', () => {
    const read = app('mem_limit: 1g\ncpus: 0.5\ndeploy:\n  resources:\n    limits:\n      memory: 512MB');
    expect(entriesOf(read, /limit/)).toEqual([
      'app.container.memory_limit 536870912 docker-compose.yml:8:19 memory: 512MB',
      'app.container.other_limit[mem_limit] 1g docker-compose.yml:3:16 mem_limit: 1g',
      'app.container.cpu_limit 500 docker-compose.yml:4:11 cpus: 0.5',
    ]);
    expect([container(read).cpu, container(read).memory]).toEqual([500, 536_870_912]);
  });

  it('of 0 are none, and a quota counts by its period', () => {
    expect(entriesOf(app('mem_limit: 0\ncpu_quota: 150000\ncpu_period: 50000'), /limit/)).toEqual(['app.container.cpu_limit 3000 docker-compose.yml:4:16 cpu_quota: 150000']);
  });

  it('that a variable should state are not read, and do not fall back on a default', () => {
    const read = app('shm_size: ${SHM}\nmem_limit: ${MEM:-300m}');
    expect(unreadOf(read)).toEqual(['app.container.shm_size shm_size: ${SHM} is not set; Compose would take an empty text']);
    expect(entriesOf(read, /memory_limit/)).toEqual(['app.container.memory_limit 314572800 docker-compose.yml:4:16 mem_limit: ${MEM:-300m}']);
    expect(entriesOf(app('mem_limit: ${MEM}', {}, { environment: new Map([['MEM', '64m']]) }), /memory_limit/)).toHaveLength(1);
  });
});

describe('what starts', () => {
  it.each([
    ['command: gunicorn -w 4 app', ' > gunicorn -w 4 app'],
    ['command: ["sh", "-c", "migrate && exec gunicorn app"]', ' > gunicorn app'],
    ['entrypoint: ["sh", "-c"]\ncommand: ["migrate; gunicorn app"]', ' > gunicorn app'],
    ['entrypoint: /bin/sh -c "exec tini -- node server.js"', ' > node server.js'],
    ['entrypoint: ["/sbin/tini", "--"]\ncommand: wait-for-it.sh db:5432 -t 30 -- uvicorn a:b', ' > uvicorn a:b'],
    ['entrypoint: docker-entrypoint.sh\ncommand: bash -c "a && postgres -c x=1"', 'docker-entrypoint.sh > postgres -c x=1'],
    ['command: sh -c "if [ -f x ]; then a; fi"', ' > sh -c if [ -f x ]; then a; fi'],
    ['environment: { PORT: 8000 }\ncommand: sh -c "serve -p $$PORT"', ' > serve -p 8000'],
    ['entrypoint: []\ncommand: []', ' > '],
    ['build: .', 'entry.sh > node server.js'],
    ['build: .\ncommand: node other.js', 'entry.sh > node other.js'],
    ['build: .\nentrypoint: [run]', 'run > '],
    ['build: { context: ., target: shell }\ncommand: ignored', ' > gunicorn -b :9000'],
  ])('of %s', (lines, expected) => expect(startOf(app(lines, { Dockerfile: 'FROM a AS shell\nENV PORT=9000\nENTRYPOINT gunicorn -b :$PORT\nFROM b\nENTRYPOINT ["entry.sh"]\nCMD ["node", "server.js"]' }))).toBe(expected));

  it('of a service that takes the image that another one builds', () => {
    const services = 'services:\n  app: { image: "${IMAGE:-shop}", command: node migrate.js }\n  api: { image: shop, build: . }\n';
    const read = readCompose(treeOf({ 'compose.yml': services, Dockerfile: 'FROM b\nENTRYPOINT ["entry.sh"]' }), ['compose.yml'], {});
    expect(startOf(read)).toBe('entry.sh > node migrate.js');
  });

  it('has a place for each word', () => {
    const places = (lines: string): readonly string[] => container(app(lines)).command.map(({ text, at }) => `${text} ${at.line}:${at.column}`);
    expect(places('command: >\n  postgres\n  -c  max_connections=200')).toEqual(['postgres 4:7', '-c 5:7', 'max_connections=200 5:11']);
    expect(places('command: |\n  redis-server\n    --port 1')).toEqual(['redis-server 4:7', '--port 5:9', '1 5:16']);
    expect(places('command: "sh -c \'a && b -w ${W:-4} -x\'"')).toEqual(['b 3:27', '-w 3:29', '4 3:32', '-x 3:40']);
    expect(places('command: [a,\n  "b"]')).toEqual(['a 3:15', 'b 4:7']);
  });
});

describe('the environment', () => {
  it('comes from the Dockerfile, env files and the file, and the last counts', () => {
    const read = app('build: .\nenv_file: [a.env, b.env]\nenvironment:\n  - C=file\n  - D', { Dockerfile: 'FROM x\nENV A=image B=image', 'a.env': 'B=a\nC=a', 'b.env': 'E=${B}' }, { environment: new Map([['D', 'around']]) });
    expect([...container(read).environment].map(([name, { text, at }]) => `${name}=${text} ${showPosition(at)}`).toSorted()).toEqual([
      'A=image Dockerfile:2:5', 'B=a a.env:1:1', 'C=file docker-compose.yml:6:11', 'D=around docker-compose.yml:7:9', 'E=${B} b.env:1:1',
    ]);
    expect([...container(read).unresolved.keys()]).toEqual(['E']);
  });

  it('keeps an address whose password is not known, and says that it is not', () => {
    const read = app('environment:\n  DATABASE_URL: postgres://u:${PW}@db:5432/shop');
    expect(container(read).environment.get('DATABASE_URL')?.text).toBe('postgres://u:${PW}@db:5432/shop');
    expect([...container(read).unresolved]).toEqual([['DATABASE_URL', '${PW} is not set; Compose would take an empty text']]);
    expect(unreadOf(read)).toEqual(['app.container.variable[DATABASE_URL] DATABASE_URL: ${PW} is not set; Compose would take an empty text']);
  });

  it('never shows a secret, and names those that stand in a file', () => {
    const read = app('environment:\n  SECRET_KEY_BASE: abcdef\n  DB_PASSWORD: ${PW:-hunter2}\n  API_TOKEN: ${PW}\n  PASSWORD_FILE: /run/secrets/pw\n  ALLOW_EMPTY_PASSWORD: "yes"\n  URL: redis://:hunter3@cache/0\n  TOKEN_TTL: 300\ncommand: redis-server --requirepass hunter4', {}, { environment: new Map([['X', 'y']]) });
    expect(entriesOf(read, /plain_secret/).map((text) => text.split(' ')[0])).toEqual(['app.container.plain_secret[SECRET_KEY_BASE]', 'app.container.plain_secret[DB_PASSWORD]', 'app.container.plain_secret[URL]']);
    expect(JSON.stringify([read.facts.entries, read.facts.unread])).not.toMatch(/hunter|abcdef/);
    expect(entriesOf(read, /variable\[(?:PASSWORD_FILE|ALLOW|TOKEN)/).map((text) => text.split(' ')[1])).toEqual(['/run/secrets/pw', 'yes', '300']);
    expect(container(read).environment.get('URL')?.text).toBe('redis://:hunter3@cache/0');
  });
});

describe('files', () => {
  it('are seen where they are mounted, configured or copied; the deepest mount hides what is below it', () => {
    const read = readCompose(treeOf({
      'docker-compose.yml': 'services:\n  app:\n    build: ./app\n    volumes: ["./conf:/etc/app:ro", "./one.conf:/etc/app/b.conf", "data:/srv/data"]\n    configs: [{ source: inline, target: /etc/inline.conf }, named]\nconfigs:\n  inline:\n    content: |\n      a = 1\n      b = 2\n  named: { file: ./one.conf }\nvolumes: { data: {} }\n',
      'conf/a.conf': 'a', 'conf/b.conf': 'b', 'one.conf': 'one', 'app/Dockerfile': 'FROM x\nWORKDIR /srv\nCOPY . .\nCOPY x.ini /etc/', 'app/x.ini': 'x', 'app/data/hidden': '',
    }), ['docker-compose.yml'], {});
    const { files, file } = container(read);
    expect(files).toEqual(['/etc/app/a.conf', '/etc/app/b.conf', '/etc/inline.conf', '/etc/x.ini', '/named', '/srv/Dockerfile', '/srv/x.ini']);
    expect(file('/etc/app/b.conf')?.path).toBe('one.conf');
    expect(file('/srv/data/hidden')).toBeUndefined();
    const inline = file('/etc/inline.conf');
    expect(inline === undefined ? undefined : positionIn(inline, 2, 1)).toEqual({ file: 'docker-compose.yml', line: 10, column: 7 });
    expect(entriesOf(read, /\.(?:bind|volume)\[/)).toContain('app.container.volume[/srv/data] data docker-compose.yml:4:67 data:/srv/data');
  });

  it('that are named and not there are said; folders, hosts and what git leaves out are not errors', () => {
    const read = app('build: { context: ./gone }\nenv_file: [a.env, .env.local]\nvolumes: ["./nginx.conf:/etc/nginx/nginx.conf", "./data:/data", "../up.conf:/up.conf", "/var/run/docker.sock:/var/run/docker.sock"]\nsecrets: [pw]', { '.gitignore': '.env*\n' });
    expect(entriesOf(read, /missing/)).toEqual([
      'app.container.missing[gone] build docker-compose.yml:3:23 ./gone',
      'app.container.missing[a.env] env_file docker-compose.yml:4:16 a.env',
      'app.container.missing[nginx.conf] bind docker-compose.yml:5:15 ./nginx.conf:/etc/nginx/nginx.conf',
    ]);
    expect(unreadOf(read)).toEqual(['.env.local: it is not in the tree: .gitignore leaves it out', 'volumes: ../up.conf: outside of what was given']);
  });
});

describe('a project', () => {
  it('answers under the names of its services', () => {
    const { addresses } = readCompose(treeOf({ 'compose.yml': 'services:\n  API:\n    image: x\n    container_name: shop-api\n    networks: { back: { aliases: [Backend] } }\n  web: { image: y, links: ["API:api-alias"] }\n' }), ['compose.yml'], {});
    expect(addresses.map(({ host, component }) => `${host} ${component}`).toSorted()).toEqual(['api API', 'api-alias API', 'backend API', 'shop-api API', 'web web']);
  });

  it('leaves out the services of profiles that are not asked for', () => {
    const files = treeOf({ 'compose.yml': 'services:\n  a: { image: x }\n  b: { image: x, profiles: [debug, test] }\n' });
    const names = (profiles: readonly string[]): readonly string[] => readCompose(files, ['compose.yml'], { profiles }).containers.map(({ component }) => component);
    expect([names([]), names(['debug']), names(['*']), names(['other'])]).toEqual([['a'], ['a', 'b'], ['a', 'b'], ['a']]);
  });

  it('is found with its override and its variants', () => {
    const paths = composePaths(treeOf({
      'docker-compose.yml': 'services: { a: { image: x } }', 'docker-compose.override.yml': 'services: { a: { ports: ["1"] } }', 'docker-compose.prod.yml': 'services: { a: { restart: always } }',
      'docker-compose.tools.yml': 'services: { b: { image: y } }', 'docker-compose.notes.yml': 'hello: world', 'deep/compose.yaml': '\ninclude: [x.yml]', 'other.yml': 'services: {}',
    }));
    expect(paths.map((project) => project.join(' + '))).toEqual(['deep/compose.yaml', 'docker-compose.yml + docker-compose.override.yml', 'docker-compose.yml + docker-compose.prod.yml', 'docker-compose.tools.yml']);
  });
});

describe('what is wrong', () => {
  it.each([
    ['ports: 80', 'docker-compose.yml:3:12: services.app.ports: expected a list, found "80"'],
    ['ports: ["80:http"]', 'docker-compose.yml:3:13: services.app.ports: expected a port such as "8080:80" or "127.0.0.1:8080:80", found "80:http"'],
    ['mem_limit: lots', 'docker-compose.yml:3:16: services.app.mem_limit: expected a size such as 512m, found "lots"'],
    ['image: "x:${TAG"', 'docker-compose.yml:3:15: expected a } that closes ${\n  a dollar that is meant as such is written $$'],
    ['extends: nobody', 'docker-compose.yml:3:14: services.app.extends: there is no service "nobody" in docker-compose.yml'],
    ['extends: app', 'docker-compose.yml:3:14: services.app.extends: the service extends itself: docker-compose.yml#app > docker-compose.yml#app'],
    ['extends: { file: gone.yml, service: x }', 'docker-compose.yml:3:22: services.app.extends.file: "gone.yml" is not read: there is no such file'],
    ['command: "a \'b"', 'docker-compose.yml:3:17: services.app.command: there is no closing \''],
    ['<<: [1]', 'docker-compose.yml:3:10: <<: expected a mapping or a list of mappings, found a number\n  merge with an alias, such as <<: *defaults'],
    ['environment: text', 'docker-compose.yml:3:18: services.app.environment: expected a list or a mapping, found "text"'],
  ])('%s', (lines, problem) => expect(app(lines).facts.problems.map(showProblem)).toEqual([problem]));

  it('is told where the syntax is broken, and the rest is read', () => {
    expect(readCompose(treeOf({ 'compose.yml': 'services:\n  a: [\n' }), ['compose.yml'], {}).facts.problems.map(({ at }) => at?.file)).toEqual(['compose.yml']);
    const read = readCompose(treeOf({ 'compose.yml': 'services:\n  a: 1\n  b: { image: x }\ninclude: [../up.yml, compose.yml]\n' }), ['compose.yml'], {});
    expect(read.containers.map(({ component }) => component)).toEqual(['b']);
    expect(read.facts.problems.map(({ message }) => message)).toEqual(['include: "compose.yml" includes itself: compose.yml > compose.yml', 'services.a: expected a mapping, found a number']);
    expect(unreadOf(read)).toEqual(['include: ../up.yml: outside of what was given']);
  });
});

it('finds the stack files of a swarm', () => {
  const text = 'services:\n  a: { image: x }\n';
  const tree = treeOf({ 'stack.yml': text, 'b/docker-stack.yml': text, 'c/shop.stack.yml': text, 'd/stack.yaml': 'config: {}\n', 'e/haystack.yml': text });
  expect(composePaths(tree)).toEqual([['b/docker-stack.yml'], ['c/shop.stack.yml'], ['stack.yml']]);
});
