import type { Stack } from '../../src/model/stack.ts';
import { size } from '../../src/size.ts';
import { load } from '../load/workspace.ts';

const DIGEST = 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';

/** The built-in profiles, and what changes the manifests most, by the names of their stacks. */
const PROFILES: Readonly<Record<string, string>> = {
  small: 'extends: small',
  medium: 'extends: medium',
  large: 'extends: large',
  xlarge: 'extends: xlarge',
  'tls-and-named-image': `extends: small\ntls: true\ndomain: shop.example.com\ncomponents: [{ name: api, image: "registry.example.com/shop@${DIGEST}" }]`,
  'no-cache': 'machine: { cpu: 2, memory: 4GiB }\ncomponents: [{ name: proxy, links: [api] }, { name: api, links: [db], routes: [{ path: / }] }, { name: db }]',
  pooler: 'extends: medium\ncomponents: [{ name: api, links: [pooler, cache] }, { name: pooler, links: [db], replicas: 2 }]',
  ingress: 'extends: large\ncluster: { entry: ingress, ingress_class: traefik }',
  'stores-elsewhere': 'extends: small\ncomponents: [{ name: db, external: "db.example.com:5433" }, { name: cache, external: "10.1.2.3:6379" }]',
  alpine: 'extends: small\ncomponents: [{ name: db, image: "postgres:18-alpine" }]',
  'no-autoscaling': 'extends: small\nsettings: { api.kubernetes.max_replicas: 1, proxy.kubernetes.max_replicas: 1 }',
  exporters: 'extends: medium\nmonitoring: { exporters: true }',
  'exporters-in-cluster': 'extends: xlarge\nmonitoring: { exporters: true }',
  queue: 'extends: large\ncomponents: [{ name: api, links: [db, cache, queue] }, { name: queue }]',
  'queue-in-cluster': 'extends: xlarge\ncomponents: [{ name: api, links: [db, cache, queue] }, { name: queue }]',
  wsgi: 'machine: { cpu: 2, memory: 4GiB }\ncomponents: [{ name: proxy }, { name: api, kind: gunicorn, migrate: [flask, db, upgrade] }, { name: db }, { name: cache }]',
  asgi: 'machine: { cpu: 2, memory: 4GiB }\nha: true\ncomponents: [{ name: proxy }, { name: api, kind: uvicorn, image: "registry.example.com/shop:1" }, { name: db }]',
  'python-worker': 'machine: { cpu: 4, memory: 8GiB }\ncomponents: [{ name: proxy, links: [api] }, { name: api, kind: gunicorn, interface: asgi, links: [db, queue], routes: [{ path: / }] }, { name: worker, kind: python, command: [python, -m, worker], links: [db, queue] }, { name: db }, { name: queue }]',
  frontend: 'machine: { cpu: 4, memory: 8GiB }\ncomponents: [{ name: proxy, links: [web, api] }, { name: web, links: [api], routes: [{ path: / }] }, { name: api, kind: uvicorn, links: [db], routes: [{ path: /api }] }, { name: db }]',
  'wsgi-in-cluster': 'extends: xlarge\nwithout: [api]\ncomponents: [{ name: proxy, links: [app] }, { name: app, kind: gunicorn, links: [db, cache], routes: [{ path: / }] }]',
  'frontend-and-worker-in-cluster': 'extends: xlarge\nwithout: [api]\ncomponents: [{ name: proxy, links: [web, app] }, { name: web, links: [app], routes: [{ path: / }] }, { name: app, kind: uvicorn, links: [db, cache, queue], routes: [{ path: /api }] }, { name: worker, kind: python, command: [python, -m, worker], links: [db, queue] }, { name: queue }]',
};

/** Every one of them, sized. */
export const plans: readonly Stack[] = Object.entries(PROFILES).map(([name, text]) => size(load({ 'profile.yaml': `name: ${name}\n${text}\n` }, [], 'profile.yaml')));
