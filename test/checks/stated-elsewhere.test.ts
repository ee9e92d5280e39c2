import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { treeOf } from '../../src/model/source.ts';
import { readTree } from '../../src/read-tree.ts';

/** `severity message` of the findings of one check. */
const found = (id: string, files: Readonly<Record<string, string>>): readonly string[] =>
  readTree(treeOf(files)).stacks.flatMap(({ stack }) => check(stack).findings.filter((finding) => finding.check === id).map(({ severity, message }) => `${severity} ${message}`));
const compose = (services: string, others: Readonly<Record<string, string>> = {}) => ({ 'docker-compose.yml': `services:\n${services}`, ...others });
const DB = '  db:\n    image: postgres:17.5\n';

describe('image-refuses-mount', () => {
  const web = (mount: string, folders: readonly string[], config = '') => ({
    'web.yaml': `${config}apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: nginx
          image: nginx:1.30.0
          securityContext: { readOnlyRootFilesystem: true }
          volumeMounts: [${[`{ name: c, mountPath: ${mount} }`, ...folders.map((path) => `{ name: t, mountPath: ${path} }`)].join(', ')}]
      volumes: [{ name: c, configMap: { name: ngx } }, { name: t, emptyDir: {} }]
`,
  });
  const map = (name: string, text: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ngx }\ndata:\n  ${name}: |\n    ${text}\n---\n`;
  const main = map('nginx.conf', 'pid /tmp/nginx.pid; events {} http { client_body_temp_path /tmp/c; proxy_temp_path /tmp/p; fastcgi_temp_path /tmp/f; uwsgi_temp_path /tmp/u; scgi_temp_path /tmp/s; server { listen 8080; } }');

  it('says nothing where the main configuration is a ConfigMap, read or not', () => {
    expect(found('image-refuses-mount', web('/etc/nginx/nginx.conf, subPath: nginx.conf', ['/tmp'], main))).toEqual([]);
    expect(found('image-refuses-mount', web('/etc/nginx/nginx.conf, subPath: nginx.conf', ['/tmp']))).toEqual([]);
  });

  it('judges the folders that the configuration names', () => {
    const site = (text: string) => map('site.conf', `${text} server { listen 8080; }`);
    const moved = site('client_body_temp_path /tmp/c; proxy_temp_path /tmp/p; fastcgi_temp_path /tmp/f; uwsgi_temp_path /tmp/u; scgi_temp_path /tmp/s;');
    expect(found('image-refuses-mount', web('/etc/nginx/conf.d', ['/tmp', '/run'], moved))).toEqual([]);
    expect(found('image-refuses-mount', web('/etc/nginx/conf.d', ['/tmp'], moved))).toEqual(['error the root file system is read-only, and nginx writes to /var/run: nothing writable is mounted there']);
    expect(found('image-refuses-mount', web('/etc/nginx/conf.d', ['/tmp'], site('')))).toEqual(['error the root file system is read-only, and nginx writes to /var/cache/nginx and /var/run: nothing writable is mounted there']);
    expect(found('image-refuses-mount', web('/etc/nginx/conf.d', ['/var/cache/nginx', '/var/run'], site('')))).toEqual([]);
  });
});

describe('pooler-exceeds-max', () => {
  const app = (name: string, url: string) => `  ${name}:\n    image: shop/api:1\n    command: uvicorn shop:app\n    environment: { ${url} }\n`;
  const POOLER = '  pooler:\n    image: edoburu/pgbouncer:v1.24.1-p0\n    environment: { DB_HOST: db, POOL_MODE: transaction, DEFAULT_POOL_SIZE: "60" }\n';
  const judge = (...apps: readonly string[]) => found('pooler-exceeds-max', compose(`${apps.join('')}${POOLER}${DB}`));
  const url = (user: string, host = 'pooler') => `DATABASE_URL: "postgresql://${user}:secret@${host}:5432/shop"`;

  it('counts the users of its own clients', () => {
    expect(judge(app('api', url('shop')), app('worker', url('shop')), app('migrate', url('admin', 'db')))).toEqual([]);
    expect(judge(app('api', 'DB_HOST: pooler, DB_PORT: "5432", DB_USER: shop'), app('worker', url('shop')))).toEqual([]);
    expect(judge(app('api', url('shop')), app('worker', url('jobs')))).toEqual(['warning the poolers may open 120 connections; the database accepts 97']);
  });
});

describe('replicas-differ', () => {
  const judge = (one: string, two: string) => found('replicas-differ', compose(`  api1:\n    image: node:22.11\n    command: node server.js\n    environment: { STORE: "${one}" }\n  api2:\n    image: node:22.11\n    command: node server.js\n    environment: { STORE: "${two}" }\n`));

  it('takes whole numbers for the copy\'s own', () => {
    expect(judge('x:5432', 'x:5432')).toEqual([]);
    expect(judge('x-1', 'x-2')).toEqual([]);
    expect(judge('x:5431', 'x:5432')).toEqual(['note STORE differs between api1, api2']);
  });
});

describe('eviction-on-a-queue', () => {
  const judge = (command: string, variables: string) => found('eviction-on-a-queue', compose(`  worker:\n    image: shop/api:1\n    command: ${command}\n    environment: { ${variables} }\n  redis:\n    image: redis:7.4\n    command: redis-server --maxmemory 100mb --maxmemory-policy allkeys-lru\n`));

  it('leaves a cache alone whose jobs are elsewhere', () => {
    expect(judge('celery -A shop worker', 'CELERY_BROKER_URL: "amqp://rabbitmq:5672", REDIS_URL: "redis://redis:6379/1"')).toEqual([]);
    expect(judge('celery -A shop worker', 'CACHE_URL: "redis://redis:6379/1"')).toEqual([]);
    expect(judge('celery -A shop worker', 'REDIS_URL: "redis://redis:6379/1"')).toHaveLength(1);
    expect(judge('celery -A shop worker', 'CELERY_BROKER_URL: "redis://redis:6379/0", CACHE_URL: "redis://redis:6379/1"')).toHaveLength(1);
  });
});

describe('pool-waits-forever', () => {
  const judge = (more: string) => found('pool-waits-forever', compose(`  migrate:\n    build: ./api\n    command: node migrate.js\n    environment: { DATABASE_URL: "postgres://shop@db:5432/shop" }\n${more}${DB}`, { 'api/package.json': '{"dependencies":{"pg":"8.13.0"}}', 'api/Dockerfile': 'FROM node:22.11\nCOPY . /app\nWORKDIR /app\n' }));

  it('says nothing of what runs once and answers nobody', () => {
    expect(judge('')).toHaveLength(1);
    expect(judge('    restart: "no"\n')).toEqual([]);
    expect(judge('  api:\n    image: shop/api:1\n    depends_on: { migrate: { condition: service_completed_successfully } }\n')).toEqual([]);
  });
});

describe('pool-below-threads', () => {
  const judge = (requirements: string, url = '') => found('pool-below-threads', compose(`  api:\n    build: ./app\n    command: uvicorn shop:app\n    environment: { DB_HOST: db, DB_PORT: "5432", DB_POOL_SIZE: "5"${url} }\n${DB}`, { 'app/requirements.txt': requirements, 'app/Dockerfile': 'FROM python:3.13\nCOPY . /app\nWORKDIR /app\n' }));

  it('knows awaited drivers by the packages', () => {
    expect(judge('sqlalchemy==2.0.36\nuvicorn==0.32\npsycopg2==2.9\n')).toHaveLength(1);
    expect(judge('sqlalchemy==2.0.36\nuvicorn==0.32\nasyncpg==0.30\n')).toEqual([]);
    expect(judge('sqlalchemy[asyncio]==2.0.36\nuvicorn==0.32\n')).toEqual([]);
    expect(judge('sqlalchemy==2.0.36\nuvicorn==0.32\nasyncpg==0.30\n', ', DATABASE_URL: "postgresql+psycopg2://shop@db:5432/shop"')).toHaveLength(1);
  });
});
