import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { treeOf } from '../../src/model/source.ts';
import { stackOf } from '../../src/read.ts';
import { readCompose } from '../../src/readers/compose.ts';

/** `severity id` of the findings of one Compose file (and others beside it), those of the given ids. */
function found(ids: readonly string[], compose: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  const tree = treeOf({ 'docker-compose.yml': compose, ...others });
  const { stack } = stackOf(tree, readCompose(tree, ['docker-compose.yml'], {}));
  return check(stack).findings.filter((finding) => ids.includes(finding.check)).map((finding) => `${finding.severity} ${finding.message}`);
}

const DB = '  db:\n    image: postgres:17.5\n';
const proxy = (host: string, more = ''): Readonly<Record<string, string>> => ({ 'nginx.conf': `events {}\nhttp {\n  ${more}\n  server {\n    listen 80;\n    location / {\n      proxy_pass http://${host};\n    }\n  }\n}\n` });
const PROXY = '  proxy:\n    image: nginx:1.28\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]\n';

describe('upstream-not-a-service', () => {
  const judge = (compose: string, others = {}) => found(['upstream-not-a-service'], compose, others);
  it.each([
    ['a domain', `services:\n${PROXY}`, proxy('api.example.com')],
    ['an address', `services:\n${PROXY}`, proxy('10.0.0.7:3000')],
    ['the host', `services:\n${PROXY}`, proxy('host.docker.internal:3000')],
    ['a name that extra_hosts gives', `services:\n${PROXY}    extra_hosts: ["legacy:10.0.0.7"]\n`, proxy('legacy:3000')],
    ['a network of another project', `services:\n${PROXY}    networks: [shared]\nnetworks:\n  shared:\n    external: true\n`, proxy('api:3000')],
    ['an alias', `services:\n${PROXY}    networks: [web]\n  api:\n    image: api:1\n    networks:\n      web:\n        aliases: [backend]\nnetworks:\n  web:\n`, proxy('backend:3000')],
    ['a container_name', `services:\n${PROXY}  api:\n    image: api:1\n    container_name: shop-api\n`, proxy('shop-api:3000')],
    ['a service of a profile', `services:\n${PROXY}  api:\n    image: api:1\n    profiles: [full]\n`, proxy('api:3000')],
    ['the host\'s network', `services:\n${PROXY}    network_mode: host\n`, proxy('localhost:3000')],
    ['a process of its own', `services:\n${PROXY}  api:\n    image: api:1\n    expose: ["8000"]\n`, proxy('localhost:3000')],
  ])('says nothing of %s', (_, compose, others) => {
    expect(judge(compose, others)).toEqual([]);
  });

  it('is certain where nginx does not start', () => {
    expect(judge(`services:\n${PROXY}  api:\n    image: api:1\n`, proxy('apy:3000'))).toEqual(['error proxy connects to "apy:3000", and no service of the stack is called apy; did you mean api?']);
  });

  it('knows that localhost is the container itself', () => {
    expect(judge(`services:\n${PROXY}  api:\n    image: api:1\n    expose: ["3000"]\n`, proxy('localhost:3000'))).toEqual(['warning proxy connects to localhost:3000, which is its own container; api has port 3000']);
  });
});

describe('network-not-shared', () => {
  const judge = (compose: string, others = {}) => found(['network-not-shared'], compose, others);
  it('follows the network of another service', () => {
    const vpn = '  vpn:\n    image: vpn:1\n    networks: [inner]\n';
    expect(judge(`services:\n${vpn}  api:\n    image: api:1\n    network_mode: service:vpn\n    environment:\n      DATABASE_URL: postgres://a@db:5432/a\n${DB}    networks: [inner]\nnetworks:\n  inner:\n`)).toEqual([]);
  });

  it('knows that the host\'s network has no names of services', () => {
    expect(judge(`services:\n  api:\n    image: api:1\n    network_mode: host\n    environment:\n      DATABASE_URL: postgres://a@db:5432/a\n${DB}`)).toEqual(['error api connects to db, and api has the host\'s network, where names of services are not known']);
  });
});

describe('proxy-starts-before-upstream', () => {
  const judge = (compose: string, others = {}) => found(['proxy-starts-before-upstream'], compose, others);
  const api = '  api:\n    image: api:1\n';
  it('follows depends_on and links through other services', () => {
    expect(judge(`services:\n${PROXY}    depends_on: [web]\n  web:\n    image: web:1\n    links: [api]\n${api}`, proxy('api:3000'))).toEqual([]);
  });

  it('says nothing where nginx looks the name up later', () => {
    expect(judge(`services:\n${PROXY}${api}`, proxy('$upstream', 'resolver 127.0.0.11;\n  map $host $upstream { default api:3000; }'))).toEqual([]);
  });

  it('is a note where the container is started again', () => {
    expect(judge(`services:\n${PROXY}    restart: always\n${api}`, proxy('api:3000'))).toEqual(['note proxy may start before api, end, and be started again (always)']);
    expect(judge(`services:\n${PROXY}${api}`, proxy('api:3000'))).toEqual(['warning proxy does not wait for api, and nothing starts it again']);
  });
});

describe('config-not-loaded', () => {
  const judge = (compose: string, others = {}) => found(['config-not-loaded'], compose, others);
  const conf = { 'postgresql.conf': 'max_connections = 50\n', 'pg_hba.conf': 'local all all trust\n', 'redis.conf': 'maxmemory 100mb\n' };
  it.each([
    ['a file in the data folder', `services:\n${DB}    volumes: ["./postgresql.conf:/var/lib/postgresql/data/postgresql.conf"]\n`],
    ['a file that the command names', `services:\n${DB}    command: ["-c", "config_file=/etc/pg.conf"]\n    volumes: ["./postgresql.conf:/etc/pg.conf"]\n`],
    ['a command of one\'s own', `services:\n${DB}    command: ./start.sh\n    volumes: ["./postgresql.conf:/etc/postgresql/postgresql.conf"]\n`],
    ['an image of one\'s own', 'services:\n  db:\n    image: registry.example.com/shop/postgres-tuned:4\n    volumes: ["./postgresql.conf:/etc/postgresql/postgresql.conf"]\n'],
    ['a file that redis is started with', 'services:\n  cache:\n    image: redis:8.0\n    command: ["redis-server", "/conf/redis.conf"]\n    volumes: ["./redis.conf:/conf/redis.conf"]\n'],
  ])('says nothing of %s', (_, compose) => {
    expect(judge(compose, conf)).toEqual([]);
  });

  it('knows what the image of nginx includes', () => {
    const site = { 'site.conf': 'server { listen 80; }\n' };
    const mounted = (path: string) => judge(`services:\n  proxy:\n    image: nginx:1.28\n    volumes: ["./site.conf:${path}"]\n`, site);
    expect(mounted('/etc/nginx/conf.d/default.conf')).toEqual([]);
    expect(mounted('/etc/nginx/sites-enabled/site.conf')).toHaveLength(1);
  });
});

describe('replicas-share-a-port', () => {
  const judge = (compose: string, others = {}) => found(['replicas-share-a-port'], compose, others);
  const api = (more: string) => `services:\n  api:\n    image: api:1\n    ports: ["8080:8080"]\n${more}`;
  it('is told of fixed ports alone', () => {
    expect(judge(api('    scale: 2\n'))).toEqual(['error api has 2 replicas, and each publishes the port 8080 of the host']);
    expect(judge(api(''))).toEqual([]);
    expect(judge('services:\n  api:\n    image: api:1\n    ports: ["8080"]\n    scale: 2\n')).toEqual([]);
  });

  it('says nothing of a swarm, whose mesh shares the port', () => {
    expect(judge(api('    deploy:\n      replicas: 2\n      update_config: { order: start-first }\n'))).toEqual([]);
    expect(judge(api('    deploy:\n      replicas: 2\n    networks: [net]\nnetworks:\n  net:\n    driver: overlay\n'))).toEqual([]);
  });
});

describe('one finding for one fault', () => {
  it('a path that two services name is missing once', () => {
    expect(found(['file-missing'], 'services:\n  web1:\n    build: ./web\n  web2:\n    build: ./web\n')).toEqual(['error web is not there to be built from']);
  });

  it('a variable that a merge key takes away is told once', () => {
    const compose = 'x-web: &web\n  image: web:1\n  environment:\n    DB_HOST: db.example.com\nservices:\n  web1:\n    <<: *web\n  web2:\n    <<: *web\n    environment:\n      TZ: UTC\n';
    expect(found(['replicas-differ'], compose).filter((message) => message.includes('DB_HOST'))).toEqual(['warning the environment of web2 replaces the one that it merges (<<): it lacks DB_HOST']);
  });

  it('a service that an override takes away loses nothing', () => {
    const tree = treeOf({ 'docker-compose.yml': 'x-web: &web\n  image: web:1\n  environment: {DB_HOST: db}\nservices:\n  web1:\n    <<: *web\n  web2:\n    <<: *web\n    environment: {TZ: UTC}\n', 'prod.yml': 'services:\n  web2: !reset null\n' });
    const judged = (paths: readonly string[]) => check(stackOf(tree, readCompose(tree, paths, {})).stack).findings.filter((finding) => finding.check === 'replicas-differ').length;
    expect([judged(['docker-compose.yml']), judged(['docker-compose.yml', 'prod.yml'])]).toEqual([1, 0]);
  });

  it('an extended file outside of what was given may be there', () => {
    expect(found(['file-missing'], 'services:\n  web:\n    image: web:1\n    extends: {file: ../../common/base.yml, service: b}\n')).toEqual([]);
    expect(found(['file-missing'], 'services:\n  web:\n    image: web:1\n    extends: {file: common/base.yml, service: b}\n')).toHaveLength(1);
  });

  it('copies that the proxy reaches at their own ports do not differ', () => {
    const web = (n: number) => `  web${n}:\n    image: web:1\n    command: gunicorn --bind 0.0.0.0:800${n} app:app\n`;
    expect(found(['replicas-differ', 'port-not-listened'], `services:\n${PROXY}${web(1)}${web(2)}`, { 'nginx.conf': proxy('web', 'upstream web { server web1:8001; server web2:8002; }')['nginx.conf'] ?? '' })).toEqual([]);
  });
});

describe('port-not-listened, where nothing is certain', () => {
  const judge = (compose: string, others = {}) => found(['port-not-listened', 'probe-misses'], compose, others);
  const api = (more: string) => `  api:\n    image: node:22\n    command: node server.js\n${more}`;

  it('doubts a port that an application was not told', () => {
    expect(judge(`services:\n${PROXY}${api('    environment: {PORT: 3000}\n    expose: [3000]\n')}`, proxy('api:3001'))).toEqual(['warning proxy connects to port 3001 of api, which listens most likely on 3000 (PORT, declared)']);
    expect(judge(`services:\n${PROXY}  api:\n    build: .\n`, { ...proxy('api:8080'), Dockerfile: 'FROM golang:1.24\nEXPOSE 9000\nENTRYPOINT ["/api"]\n' })).toEqual(['warning proxy connects to port 8080 of api, which listens most likely on 9000 (declared)']);
    expect(judge(`services:\n${PROXY}  api:\n    image: node:22\n    command: node server.js --port 4000\n`, proxy('api:3000'))).toEqual(['warning proxy connects to port 3000 of api, which listens most likely on 4000 (--port 4000)']);
  });

  it.each([
    ['a port that the variable or the declaration says', '    environment: {PORT: 4000}\n    expose: [3000]\n'],
    ['a port of another variable of it', '    environment: {PORT: 4000, METRICS_PORT: 3000}\n'],
    ['a range', '    environment: {PORT: 4000}\n    expose: ["3000-3010"]\n'],
    ['a variable that is not set', '    environment: ["PORT=${PORT}"]\n    expose: [8080]\n'],
    ['a port for a debugger', '    expose: [9229]\n'],
    ['the port that its health check asks', '    environment: {PORT: 4000}\n    expose: [4000, 3000]\n    healthcheck:\n      test: curl -f http://localhost:3000/\n'],
    ['a program that says nothing', ''],
  ])('says nothing of %s', (_, more) => {
    expect(judge(`services:\n${PROXY}${api(more)}`, proxy('api:3000'))).toEqual([]);
  });

  it('says nothing of images of others that open ports nobody declares again', () => {
    expect(judge(`services:\n${PROXY}  api:\n    image: acme/api:1\n    environment: {DATABASE_URL: "postgres://db/a"}\n    expose: [9000]\n`, proxy('api:3000'))).toEqual([]);
  });

  it('doubts what is published, and what a health check asks', () => {
    expect(judge(`services:\n${api('    environment: {PORT: 4000}\n    ports: ["3001:3000"]\n')}`)).toEqual(['warning api publishes its port 3000 as 3001, and listens most likely on 4000 (PORT)']);
    expect(judge(`services:\n${api('    environment: {PORT: 4000}\n    ports: ["4000:4000", "9229:9229"]\n')}`)).toEqual([]);
    expect(judge(`services:\n${api('    environment: {PORT: 3000}\n    healthcheck:\n      test: curl -f http://localhost:3001/health\n')}`)).toEqual(['warning the health check asks port 3001; the server listens most likely on 3000 (PORT)']);
  });

  it('knows a program that listens on PORT', () => {
    const built = { ...proxy('api:3000'), Dockerfile: 'FROM node:22\nWORKDIR /a\nCOPY . .\nEXPOSE 3000\nCMD ["node", "server.js"]\n' };
    const compose = `services:\n${PROXY}  api:\n    build: .\n    environment: {PORT: 4000}\n`;
    const listens = ['warning proxy connects to port 3000 of api, which listens on 4000'];
    expect(judge(compose, { ...built, 'server.js': 'require("express")().listen(process.env.PORT)\n' })).toEqual(listens);
    expect(judge(compose, { ...built, 'server.js': 'const port = process.env.PORT || 3000;\napp.listen(port, () => {});\n' })).toEqual(listens);
    expect(judge(compose, { ...built, 'server.js': 'app.listen(process.env.PORT, "127.0.0.1");\n' })).toEqual([]);
    expect(judge(compose, { ...built, 'server.js': 'app.listen(process.env.PORT);\nadmin.listen(3000);\n' })).toEqual([]);
    expect(judge(compose, { ...built, 'server.js': '// app.listen(process.env.PORT);\nstart();\n' })).toEqual([]);
  });
});

describe('image-not-pinned', () => {
  it.each([
    ['python', ['note the image that api is built on, "python", has no tag']], ['python:slim', ['note the image that api is built on, "python:slim", has a tag that names no version']],
    ['python:3.13', []], ['scratch', []], ['python:$VERSION', []], ['python:3.13 AS build\nFROM build', []],
  ])('looks at FROM %j', (base, expected) => {
    expect(found(['image-not-pinned'], 'services:\n  api:\n    build: .\n', { Dockerfile: `FROM ${base}\nCMD ["python", "a.py"]\n` })).toEqual(expected);
  });
});

describe('config-not-loaded', () => {
  const files = { 'templates/a.conf.template': 'server { listen 8080; }\n', 'conf.d/b.conf': 'server { listen 81; }\n' };
  const judge = (mode: string): readonly string[] => found(['config-not-loaded'], `services:\n  proxy:\n    image: nginx:1.28\n    volumes: ["./templates:/etc/nginx/templates:ro", "./conf.d:/etc/nginx/conf.d${mode}"]\n`, files);
  it('knows that nothing is made of a template where its folder cannot be written', () => {
    expect(judge('')).toEqual([]);
    expect(judge(':ro')).toEqual(['warning templates is mounted as /etc/nginx/templates, and nothing is made of it: /etc/nginx/conf.d is mounted read-only']);
  });
});
