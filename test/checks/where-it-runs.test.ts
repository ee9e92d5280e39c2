import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { treeOf } from '../../src/model/source.ts';
import { readTree } from '../../src/read-tree.ts';

/** What is found in files, by id. */
const found = (files: Readonly<Record<string, string>>): readonly string[] => readTree(treeOf(files)).stacks.flatMap(({ stack }) => check(stack).findings.map((finding) => finding.check));

const GUNICORN = 'bind = "127.0.0.1:8000"\nworkers = 2\ngraceful_timeout = 60\n';
const NGINX = 'events { worker_connections 4096; }\nhttp {\n  server {\n    listen 80;\n    location / { proxy_pass http://127.0.0.1:8000; }\n  }\n}\n';
const COMPOSE = 'services:\n  web:\n    image: nginx:1.28\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]\n';

describe('servers of one host', () => {
  it('trust the proxy that comes from the loopback', () => {
    expect(found({ 'gunicorn.conf.py': GUNICORN, 'nginx.conf': NGINX })).not.toContain('proxy-not-trusted');
    const apart = `${COMPOSE}  api:\n    image: app\n    command: gunicorn -b 0.0.0.0:8000 app:app\n`;
    expect(found({ 'docker-compose.yml': apart, 'nginx.conf': NGINX.replace('127.0.0.1', 'api') })).toContain('proxy-not-trusted');
  });

  it('are not killed after a time that is known', () => {
    expect(found({ 'gunicorn.conf.py': GUNICORN })).not.toContain('drain-exceeds-grace');
    expect(found({ 'nginx.conf': `worker_shutdown_timeout 60s;\n${NGINX}` })).not.toContain('proxy-drain-exceeds-grace');
    expect(found({ 'docker-compose.yml': COMPOSE, 'nginx.conf': `worker_shutdown_timeout 60s;\n${NGINX}` })).toContain('proxy-drain-exceeds-grace');
  });
});

describe('a pod', () => {
  const pod = (config: string): string => `apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data:
  nginx.conf: |
${config.replace(/^/gm, '    ')}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.28
          volumeMounts: [{ name: conf, mountPath: /etc/nginx/nginx.conf, subPath: nginx.conf }]
      volumes: [{ name: conf, configMap: { name: web } }]
`;

  it('has the open files that its node allows, not Docker\'s', () => {
    expect(found({ 'web.yaml': pod(NGINX) })).not.toContain('connections-exceed-open-files');
    expect(found({ 'web.yaml': pod(`worker_rlimit_nofile 1024;\n${NGINX}`) })).toContain('connections-exceed-open-files');
    expect(found({ 'docker-compose.yml': COMPOSE, 'nginx.conf': NGINX })).toContain('connections-exceed-open-files');
  });
});

describe('a cluster of CloudNativePG', () => {
  const cluster = (parameters: string): string => `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: db }
spec:
  imageName: ghcr.io/cloudnative-pg/postgresql:16.4
  instances: 3
  storage: { size: 20Gi }
  resources: { requests: { cpu: "2", memory: 4Gi }, limits: { cpu: "2", memory: 4Gi } }
  postgresql:
    parameters:
      shared_buffers: 1GB
${parameters}`;

  it('is not blamed for what the operator sets', () => {
    expect(found({ 'db.yaml': cluster('') })).not.toEqual(expect.arrayContaining(['slots-retain-forever']));
    expect(found({ 'db.yaml': cluster('') })).not.toEqual(expect.arrayContaining(['parallel-workers-exceed-cpu']));
    expect(found({ 'db.yaml': cluster('      max_parallel_workers: "16"\n      max_replication_slots: "16"\n') })).toEqual(expect.arrayContaining(['slots-retain-forever', 'parallel-workers-exceed-cpu']));
  });
});

describe('a volume for the write-ahead log alone', () => {
  const judged = (size: string): boolean => found({ 'db.yaml': `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: db }
spec:
  imageName: ghcr.io/cloudnative-pg/postgresql:17.2
  storage: { size: 100Gi }
  walStorage: { size: ${size} }
  postgresql: { parameters: { max_wal_size: 2GB, max_slot_wal_keep_size: 4GB, temp_file_limit: 20GB } }
` }).includes('wal-exceeds-volume');

  it('may be used up to 90 %, and has no temporary files', () => {
    expect([judged('10Gi'), judged('8Gi'), judged('7Gi')]).toEqual([false, false, true]);
  });
});

describe('a kustomization', () => {
  it('is read by any of its names where paths are given', () => {
    const files = { 'k8s/Kustomization': 'namePrefix: shop-\nresources: [web.yaml]\n', 'k8s/web.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  template:\n    spec:\n      containers: [{ name: web, image: "nginx:1.28" }]\n' };
    const names = (paths: readonly string[] | undefined): readonly string[] => readTree(treeOf(files), paths === undefined ? {} : { paths }).stacks.flatMap(({ stack }) => stack.components.map(({ name }) => name));
    expect(names(['k8s'])).toEqual(names(undefined));
    expect(names(['k8s/Kustomization', 'k8s/web.yaml'])).toEqual(['shop-web']);
  });
});
