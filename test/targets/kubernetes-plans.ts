import type { Stack } from '../../src/model/stack.ts';
import { size } from '../../src/size.ts';
import { load } from '../load/workspace.ts';

/** Profiles that differ in what the manifests must hold. */
const PROFILES: Readonly<Record<string, string>> = {
  small: 'extends: small\n',
  medium: 'extends: medium\n',
  'large, with two of everything that can be lost': 'extends: large\n',
  'two applications on one database': `extends: medium
components:
  - name: proxy
    links: [api, admin]
  - name: admin
    kind: node
    port: 4000
    image: registry.example.com/shop/admin:1.4
    links: [db]
    routes: [{ path: /admin/ }]
`,
  'a pooler': `extends: medium
components:
  - { name: api, links: [pooler, cache] }
  - { name: pooler, links: [db], replicas: 2 }
`,
  'a database elsewhere': `extends: small
components:
  - { name: db, external: 'db.example.com:5433' }
`,
  'stores elsewhere, behind a pooler': `extends: small
components:
  - { name: api, links: [pooler, cache] }
  - { name: pooler, links: [db] }
  - { name: db, external: '10.1.2.3:5432' }
  - { name: cache, external: 'cache.example.com:6380' }
`,
  TLS: 'extends: small\ntls: true\ndomain: shop.example.com\n',
  'no autoscaling': 'extends: small\nsettings: { api.kubernetes.max_replicas: 1, proxy.kubernetes.max_replicas: 1 }\n',
  'a cache that persists, an old database': 'extends: small\nsettings: { cache.redis.appendonly: on }\ncomponents: [{ name: db, version: 16 }]\n',
  'an application alone': 'name: alone\nmachine: { cpu: 1, memory: 1GiB }\ncomponents: [{ name: api }]\n',
  'a WSGI application with its migration': 'machine: { cpu: 4, memory: 8GiB }\ncomponents: [{ name: proxy }, { name: api, kind: gunicorn, migrate: [flask, db, upgrade] }, { name: db }, { name: cache }]\n',
  'an ASGI application without a proxy': 'machine: { cpu: 2, memory: 4GiB }\ncomponents: [{ name: api, kind: uvicorn }, { name: db }]\n',
  'a frontend, an API and a worker': `machine: { cpu: 8, memory: 16GiB }
components:
  - { name: proxy, links: [web, api] }
  - { name: web, links: [api], routes: [{ path: / }] }
  - { name: api, kind: gunicorn, interface: asgi, links: [db, queue], routes: [{ path: /api }] }
  - { name: worker, kind: python, command: [python, -m, worker], links: [db, queue] }
  - { name: db }
  - { name: queue }
`,
  'names that are taken': `name: kube-system
machine: { cpu: 4, memory: 8GiB }
components:
  - { name: namespace, kind: nginx, links: [kustomization] }
  - { name: kustomization, kind: node, links: [default, default-deny, 'on'], routes: [{ path: / }] }
  - { name: default, kind: postgres }
  - { name: default-deny, kind: redis }
  - { name: 'on', kind: redis }
`,
};

/** Every one of them, sized. */
export const plans: readonly (readonly [name: string, plan: Stack])[] = Object.entries(PROFILES).map(([name, text]) => [name, size(load({ 'shop.yaml': text }))] as const);
