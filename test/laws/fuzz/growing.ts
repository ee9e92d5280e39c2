/** Files whose cost could grow faster than their size. */
type Files = Readonly<Record<string, string>>;

const each = (times: number, piece: (i: number) => string): string => Array.from({ length: times }, (_, i) => piece(i)).join('');
const filesOf = (times: number, file: (i: number) => readonly [path: string, text: string]): Files => Object.fromEntries(Array.from({ length: times }, (_, i) => file(i)));
const image = (name: string, more: string): string => `services:\n  a:\n    image: ${name}\n${more}`;

/** Small files in which each step uses the one before it twice: written out, they would be longer than any memory. */
export const doubling: Readonly<Record<string, Files>> = {
  'an env file': { 'docker-compose.yml': image('node:22', '    env_file: [e.env]\n'), 'e.env': `A0=xxxxxxxx\n${each(60, (i) => `A${i + 1}=\${A${i}}\${A${i}}\n`)}` },
  'ENV of a Dockerfile': { Dockerfile: `FROM node:22\nENV A0=xxxxxxxx\n${each(60, (i) => `ENV A${i + 1}=$A${i}$A${i}\n`)}` },
  'variables of a pod': { 'k.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers:\n  - name: c\n    image: node:22\n    env:\n    - { name: A0, value: xxxxxxxx }\n${each(60, (i) => `    - { name: A${i + 1}, value: "$(A${i})$(A${i})" }\n`)}` },
  Python: { 'gunicorn.conf.py': `x0 = "aaaaaaaa"\n${each(60, (i) => `x${i + 1} = x${i} + x${i}\n`)}bind = x60\nworkers = 9 ** 9 ** 9 ** 9\nuser = "a" * 10 ** 9\n` },
  JavaScript: { 'ecosystem.config.js': `const x0 = "aaaaaaaa";\n${each(60, (i) => `const x${i + 1} = \`\${x${i}}\${x${i}}\`;\n`)}module.exports = { apps: [{ name: x60, script: "i.js" }] };\n` },
  'variables of nginx': { 'nginx.conf': `events {}\nhttp { server {\nset $v0 aaaa;\n${each(60, (i) => `set $v${i + 1} $v${i}$v${i};\n`)}location / { proxy_pass http://$v60; } } }\n` },
  'include of nginx': { 'nginx.conf': 'events {}\nhttp { include a0.conf; include nginx.conf; include *.conf; }\n', ...filesOf(40, (i) => [`a${i}.conf`, `include a${i + 1}.conf;\ninclude a${i + 1}.conf;\n`]) },
  'include of Redis': { 'docker-compose.yml': image('redis:7', '    command: redis-server /c/a0.conf\n    volumes: [.:/c]\n'), ...filesOf(40, (i) => [`a${i}.conf`, `include /c/a${i + 1}.conf\ninclude /c/a${i + 1}.conf\n`]) },
  'include of PostgreSQL': { 'docker-compose.yml': image('postgres:16', '    command: postgres -c config_file=/c/a0.conf\n    volumes: [.:/c]\n'), ...filesOf(40, (i) => [`a${i}.conf`, `include '/c/a${i + 1}.conf'\ninclude '/c/a${i + 1}.conf'\n`]) },
  'include of PgBouncer': { 'docker-compose.yml': image('edoburu/pgbouncer:v1.23.1-p2', '    command: pgbouncer /c/a0.ini\n    volumes: [.:/c]\n'), ...filesOf(40, (i) => [`a${i}.ini`, `%include /c/a${i + 1}.ini\n%include /c/a${i + 1}.ini\n[pgbouncer]\n`]) },
  'import of Caddy': { Caddyfile: `${each(40, (i) => `(s${i}) {\n\timport s${i + 1}\n\timport s${i + 1}\n}\n`)}x.com {\n\timport s0\n}\n` },
  'include of Compose': filesOf(40, (i) => [i === 0 ? 'docker-compose.yml' : `c${i}.yml`, `include: [c${i + 1}.yml, c${i + 1}.yml]\nservices:\n  a${i}: { image: x }\n`]),
  'extends of Compose': filesOf(40, (i) => [i === 0 ? 'docker-compose.yml' : `c${i}.yml`, `services:\n  a: { extends: { file: c${i + 1}.yml, service: a } }\n  b: { extends: { file: c${i + 1}.yml, service: a } }\n`]),
  'merge keys of YAML': { 'docker-compose.yml': `x-a0: &a0 { K: v }\n${each(40, (i) => `x-a${i + 1}: &a${i + 1} { <<: [*a${i}, *a${i}], L: { <<: *a${i} } }\n`)}${image('node:22', '    environment: { <<: *a40 }\n')}` },
  'kustomizations': { ...filesOf(40, (i) => [`s${i}/kustomization.yaml`, `resources: [../s${i + 1}, ../s${i + 1}]`]), 's40/kustomization.yaml': 'resources: [a.yaml]', 's40/a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: c, image: "node:22" }] }\n' },
};

const service = (i: number): string => `  s${i}:\n    # plumbline-ignore heap-exceeds-limit: x\n    image: node:22\n    environment: { DATABASE_URL: "postgres://app@db:5432/app", NEXT: "http://s${i + 1}:3000" }\n    ports: ["${1000 + i}:3000"]\n    networks: [n${i}, n${i + 1}]\n    depends_on: [db]\n    mem_limit: 256m\n`;
const workload = (i: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: a${i} }
spec:
  selector: { matchLabels: { app: a${i} } }
  template:
    metadata: { labels: { app: a${i} } }
    spec:
      containers:
        - { name: api, image: "node:22", env: [{ name: NEXT, value: "http://a${i + 1}:80" }], envFrom: [{ configMapRef: { name: c${i} } }], ports: [{ containerPort: 3000 }] }
        - { name: side, image: "x/y:1", env: [{ name: API, value: "http://localhost:3000" }] }
---
{ apiVersion: v1, kind: Service, metadata: { name: a${i} }, spec: { selector: { app: a${i} }, ports: [{ port: 80, targetPort: 3000 }] } }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: c${i} }, data: { POOL_SIZE: "5" } }
---
{ apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: { name: a${i} }, spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: a${i} }, minReplicas: 2, maxReplicas: 4 } }
---
{ apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: { name: a${i} }, spec: { minAvailable: 1, selector: { matchLabels: { app: a${i} } } } }
`;

/** Files of as many parts as asked for, alike, so that four times as many parts should take four times as long. */
export const growing: Readonly<Record<string, (parts: number) => Files>> = {
  services: (parts) => ({ 'docker-compose.yml': `services:\n${each(parts, service)}  db: { image: "postgres:16", networks: [n0] }\nnetworks:\n${each(parts + 1, (i) => `  n${i}: {}\n`)}` }),
  'services that wait for each other': (parts) => ({ 'docker-compose.yml': `services:\n${each(parts, (i) => `  s${i}: { image: "node:22", depends_on: { s${i + 1}: { condition: service_healthy } } }\n`)}  s${parts}: { image: "node:22" }\n` }),
  manifests: (parts) => filesOf(parts, (i) => [`k/${i}.yaml`, workload(i)]),
  'servers of nginx': (parts) => ({ 'nginx.conf': `events {}\nhttp {\n${each(parts, (i) => `limit_req_zone $binary_remote_addr zone=z${i}:1m rate=1r/s;\nupstream u${i} { server h${i}:80; keepalive 4; }\nserver { server_name s${i}; location / { limit_req zone=z${i}; proxy_pass http://u${i}; } }\n`)}}\n` }),
  'locations of nginx': (parts) => ({ 'nginx.conf': `events {}\nhttp { server {\n${each(parts, (i) => `location /l${i}/ { proxy_pass http://h${i}/; add_header X-${i} y; }\n`)}} }\n` }),
  'statements of SQL': (parts) => ({ 'docker-compose.yml': image('postgres:16', '    volumes: [./i.sql:/docker-entrypoint-initdb.d/i.sql]\n'), 'i.sql': each(parts, (i) => `CREATE ROLE r${i} LOGIN;\nALTER ROLE r${i} SET statement_timeout = '3s';\n`) }),
  'lines of PgBouncer': (parts) => ({ 'pgbouncer.ini': `[databases]\n${each(parts, (i) => `d${i} = host=h${i} pool_size=3\n`)}[pgbouncer]\npool_mode = transaction\n` }),
  'lines of Redis': (parts) => ({ 'redis.conf': each(parts, (i) => `save ${i + 1} 1\n`) }),
  'stages of a Dockerfile': (parts) => ({ Dockerfile: each(parts, (i) => `FROM ${i === 0 ? 'node:22' : `s${i - 1}`} AS s${i}\nENV A${i}=1\nCOPY a${i} /b${i}\n`) }),
  'backends of HAProxy': (parts) => ({ 'haproxy.cfg': each(parts, (i) => `frontend f${i}\n    bind *:${1000 + i}\n    default_backend b${i}\nbackend b${i}\n    server s h${i}:80\n`) }),
  'assignments of Python': (parts) => ({ 'gunicorn.conf.py': `x0 = 1\n${each(parts, (i) => `x${i + 1} = x${i} + 1\n`)}workers = x${parts}\n` }),
  'constants of JavaScript': (parts) => ({ 'ecosystem.config.js': `const x0 = 1;\n${each(parts, (i) => `const x${i + 1} = x${i} + 1;\n`)}module.exports = { apps: [{ name: "a", script: "i.js", instances: x${parts} }] };\n` }),
};
