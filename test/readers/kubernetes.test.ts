import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { faultsOf } from '../../src/formats/kubernetes-schema.ts';
import { kubernetesObjects } from '../../src/formats/kubernetes-object.ts';
import { quantityBytes, quantityCores } from '../../src/formats/kubernetes-quantity.ts';
import { showPosition } from '../../src/model/entry.ts';
import { treeOf } from '../../src/model/source.ts';
import { stackOf } from '../../src/read.ts';
import { deploymentOf, deploymentsOf, entry } from './kubernetes-tree.ts';

const API = `apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  replicas: 4
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: app
          image: ghcr.io/example/api:1.2
          command: [node, server.js]
          args: ["--port=$(PORT)", "$$(PORT)", "$(NOBODY)"]
          envFrom:
            - configMapRef: { name: settings }
            - secretRef: { name: keys }
          env:
            - name: PORT
              value: "3000"
            - name: URL
              value: http://db:$(PORT)
            - name: DB_PASSWORD
              value: hunter2
            - name: TOKEN
              valueFrom: { secretKeyRef: { name: keys, key: token } }
            - name: MEMORY
              valueFrom: { resourceFieldRef: { resource: limits.memory, divisor: 1Mi } }
          ports: [{ name: http, containerPort: 3000 }]
          resources:
            requests: { cpu: 250m }
            limits: { cpu: "1.5", memory: 512M }
          volumeMounts:
            - { name: conf, mountPath: /etc/app }
            - { name: conf, mountPath: /etc/one.conf, subPath: one.conf }
            - { name: shm, mountPath: /dev/shm }
      volumes:
        - { name: conf, configMap: { name: settings } }
        - { name: shm, emptyDir: { medium: Memory } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data:
  LEVEL: info
  one.conf: |
    first line
      second line
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: api }
  ports: [{ port: 80, targetPort: http }]
`;

/** Where a text first stands in a file. */
function place(file: string, text: string, wanted: string, into = 0): string {
  const before = text.slice(0, text.indexOf(wanted) + into).split('\n');
  return `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

describe('a workload', () => {
  const deployment = deploymentOf({ 'k8s/api.yaml': API });
  const [container] = deployment.containers;

  it('is a component with its limits, each with its place', () => {
    expect(deployment.name).toBe('k8s/api.yaml');
    expect(deployment.containers.map(({ component }) => component)).toEqual(['api']);
    expect(entry(deployment, 'api.component.replicas')).toBe(`4 ${place('k8s/api.yaml', API, '4\n')}`);
    expect(entry(deployment, 'api.container.memory_limit')).toBe(`512000000 ${place('k8s/api.yaml', API, '512M')}`);
    expect(entry(deployment, 'api.container.memory_reservation')).toBe('512000000 default');
    expect(entry(deployment, 'api.container.cpu_reservation')).toBe(`250 ${place('k8s/api.yaml', API, '250m')}`);
    expect(entry(deployment, 'api.container.shm_size')).toBe(`512000000 ${place('k8s/api.yaml', API, '{ medium')}`);
    expect(entry(deployment, 'api.kubernetes.max_surge')).toBe('1 default');
    expect(entry(deployment, 'api.kubernetes.max_unavailable')).toBe('1 default');
    expect([container?.cpu, container?.memory]).toEqual([1500, 512_000_000]);
  });

  it('has the environment that Kubernetes would give it', () => {
    const variables = Object.fromEntries([...(container?.environment ?? [])].map(([name, { text }]) => [name, text]));
    expect(variables).toEqual({ LEVEL: 'info', 'one.conf': 'first line\n  second line\n', PORT: '3000', URL: 'http://db:3000', DB_PASSWORD: 'hunter2', MEMORY: '489' });
    expect([...(container?.unresolved ?? [])]).toEqual([['TOKEN', 'the Secret keys is not read']]);
    expect(container?.command.map(({ text }) => text)).toEqual(['--port=3000', '$(PORT)', '$(NOBODY)']);
    expect(entry(deployment, 'api.container.variable[DB_PASSWORD]')).toBe(`*** ${place('k8s/api.yaml', API, 'hunter2')}`);
    expect(entry(deployment, 'api.container.plain_secret[DB_PASSWORD]')).toBe(`true ${place('k8s/api.yaml', API, 'hunter2')}`);
    expect(entry(deployment, 'api.container.plain_secret[PORT]')).toBeUndefined();
    expect(deployment.facts.unread.map(({ what }) => what)).toEqual(['variables of the Secret keys']);
  });

  it('finds secrets in ConfigMaps, at their places', () => {
    const secret = API.replace('LEVEL: info', 'LEVEL: info\n  CACHE_URL: redis://u:verysecret@cache/0\n  API_TOKEN: hunter22');
    const other = deploymentOf({ 'k8s/api.yaml': secret });
    expect(entry(other, 'api.container.plain_secret[CACHE_URL]')).toBe(`true ${place('k8s/api.yaml', secret, 'redis://u')}`);
    expect(entry(other, 'api.container.plain_secret[API_TOKEN]')).toBe(`true ${place('k8s/api.yaml', secret, 'hunter22')}`);
    expect(entry(other, 'api.container.plain_secret[LEVEL]')).toBeUndefined();
  });

  it('sees the texts of ConfigMaps, with their places in the manifest', () => {
    expect(container?.files).toEqual(['/etc/app/LEVEL', '/etc/app/one.conf', '/etc/one.conf']);
    const file = container?.file('/etc/one.conf');
    expect(file).toEqual({ path: 'k8s/api.yaml', text: 'first line\n  second line\n', within: { lines: API.split('\n').indexOf('    first line'), columns: 4 } });
  });

  it('answers at its Service', () => {
    expect(deployment.addresses.map(({ host, ports }) => [host, ...(ports ?? [])])).toEqual(['web', 'web.shop', 'web.shop.svc', 'web.shop.svc.cluster.local'].map((host) => [host, [80, 3000]]));
  });
});

describe('a Service whose pods are elsewhere', () => {
  const service = (name: string, spec: string): string => `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: ${spec}\n`;
  const away = `${service('mail', '{ type: ExternalName, externalName: mail.example.com }')}${service('legacy', '{ ports: [{ port: 8080 }] }')}`;
  const calls = API.replace('value: http://db:$(PORT)', 'value: http://legacy:8080').replace('value: "3000"', 'value: http://mail.shop.svc:25');

  it('is a name that is known, and no link', () => {
    const deployment = deploymentOf({ 'k8s/api.yaml': `${calls}${away}` });
    expect(deployment.addresses.filter(({ component }) => component === '').map(({ host }) => host).slice(0, 5)).toEqual(['mail', 'mail.shop', 'mail.shop.svc', 'mail.shop.svc.cluster.local', 'legacy']);
    const { stack } = stackOf(treeOf({}), deployment);
    expect(stack.links).toEqual([]);
    expect(check(stack).findings.filter((finding) => ['upstream-not-a-service', 'port-not-listened'].includes(finding.check))).toEqual([]);
  });

  it('is missed where it is not', () => {
    const { stack } = stackOf(treeOf({}), deploymentOf({ 'k8s/api.yaml': calls }));
    expect(check(stack).findings.filter((finding) => finding.check === 'upstream-not-a-service')).toHaveLength(2);
  });
});

describe('a pod of several containers', () => {
  const text = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: web }
spec:
  serviceName: web
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      initContainers:
        - { name: first, image: busybox, resources: { requests: { memory: 2Gi } } }
      containers:
        - name: nginx
          image: nginx:1.28
          ports: [{ containerPort: 80 }]
          resources: { requests: { memory: 64Mi } }
          volumeMounts: [{ name: conf, mountPath: /etc/nginx/conf.d }]
        - name: web
          image: example/web:1
          command: [gunicorn, "--bind=127.0.0.1:9000", "app:app"]
          resources: { requests: { memory: 128Mi } }
      volumes: [{ name: conf, configMap: { name: conf } }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: conf }
data: { default.conf: "server { listen 80; location / { proxy_pass http://127.0.0.1:9000; } }" }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { clusterIP: None, selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 50%, selector: { matchLabels: { app: web } } }
`;
  const tree = { 'k8s/web.yaml': text };
  const deployment = deploymentOf(tree);

  it('is a component for each, the one of its name the main one', () => {
    expect(deployment.containers.map(({ component }) => component)).toEqual(['web/nginx', 'web']);
    expect(entry(deployment, 'web.kubernetes.pod_memory_request')?.split(' ')[0]).toBe(String(2 * 1024 ** 3));
    expect(entry(deployment, 'web.kubernetes.pdb_min_available')?.split(' ')[0]).toBe('2');
    expect(entry(deployment, 'web/nginx.component.replicas')?.split(' ')[0]).toBe('3');
  });

  it('reaches its own containers by the loopback, and answers as a whole', () => {
    expect(stackOf(treeOf(tree), deployment).stack.links.map(({ from, to }) => `${from} > ${to}`)).toEqual(['web/nginx > web']);
    expect(deployment.addresses.filter(({ host }) => ['web', 'web-2.web'].includes(host)).map(({ host, component }) => `${host} ${component}`)).toEqual(['web web/nginx', 'web-2.web web/nginx']);
  });
});

describe('CloudNativePG', () => {
  const deployment = deploymentOf({
    'db.yaml': `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: db }
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:16.4
  postgresql:
    parameters:
      max_connections: "200"
      shared_buffers: 256MB
  storage: { size: 10Gi }
  resources: { limits: { memory: 1Gi } }
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata: { name: pool }
spec:
  cluster: { name: db }
  type: rw
  instances: 2
  pgbouncer:
    poolMode: transaction
    parameters:
      max_client_conn: "1000"
`,
  });

  it('is a PostgreSQL whose parameters stand where the manifest has them', () => {
    const [db] = deployment.containers;
    expect(db?.image?.text).toBe('ghcr.io/cloudnative-pg/postgresql:16.4');
    const lines = db?.file('/controller/custom.conf')?.text.split('\n');
    expect(lines?.[8]).toBe("      max_connections ='200'");
    expect(lines?.[8]?.indexOf("'")).toBe('      max_connections: "'.length - 1);
    expect(entry(deployment, 'db.component.replicas')).toBe('3 db.yaml:5:14');
    expect(entry(deployment, 'db.container.volume_size')).toBe('10737418240 db.yaml:11:20');
    expect(entry(deployment, 'db.postgres.max_worker_processes')).toBe('32 default');
  });

  it('has a pooler that connects to it', () => {
    expect(deployment.containers[1]?.component).toBe('pool');
    expect(deployment.containers[1]?.file('/controller/configs/pgbouncer.ini')?.text.split('\n').filter((line) => line !== '')).toEqual(['[databases]', '* = host=db-rw port=5432', '[pgbouncer]', '   pool_mode = transaction', '      max_client_conn = 1000']);
    expect(deployment.facts.connections.map(({ from, host }) => `${from}>${host}`)).toEqual(['pool>db-rw']);
    expect(deployment.addresses.some(({ host, component }) => host === 'db-rw' && component === 'db')).toBe(true);
  });
});

describe('CloudNativePG, written in one line', () => {
  const flow = 'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: db }\nspec:\n  imageName: ghcr.io/cloudnative-pg/postgresql:17.2\n  postgresql: { parameters: { shared_buffers: 512MB, max_connections: "150" } }\n';
  const read = (files: Readonly<Record<string, string>>, id: string): string | undefined => {
    const found = stackOf(treeOf(files), deploymentOf(files)).stack.entries.get(id);
    return found === undefined ? undefined : `${String(found.value)} ${found.origin.from === 'stated' ? showPosition(found.origin.at) : 'default'}`;
  };

  it('has each value at its place', () => {
    expect(read({ 'db.yaml': flow }, 'db.postgres.shared_buffers')).toBe('536870912 db.yaml:6:47');
    expect(read({ 'db.yaml': flow }, 'db.postgres.max_connections')).toBe('150 db.yaml:6:71');
  });

  it('has the parameters of a Pooler in JSON', () => {
    const pooler = { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Pooler', metadata: { name: 'pool' }, spec: { cluster: { name: 'db' }, pgbouncer: { poolMode: 'transaction', parameters: { max_client_conn: '500', default_pool_size: '10' } } } };
    const files = { 'pool.json': JSON.stringify(pooler) };
    expect(['pool_mode', 'max_client_conn', 'default_pool_size'].map((name) => read(files, `pool.pgbouncer.${name}`)?.split(' ')[0])).toEqual(['transaction', '500', '10']);
    expect(read(files, 'pool.pgbouncer.default_pool_size')).toMatch(/pool\.json:1:2\d\d$/);
  });
});

describe('policies for what CloudNativePG runs', () => {
  const blocked = (label: string, host: string): readonly string[] => {
    const files = {
      'all.yaml': `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: pg }
spec: { instances: 3 }
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata: { name: pool }
spec: { cluster: { name: pg } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "node:22", env: [{ name: DATABASE_URL, value: "postgres://app@${host}:5432/app" }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress:
    - to: [{ podSelector: { matchLabels: { ${label} } } }]
      ports: [{ port: 5432 }]
    - to: [{ namespaceSelector: {} , podSelector: { matchLabels: { k8s-app: kube-dns } } }]
      ports: [{ port: 53, protocol: UDP }]
`,
    };
    return check(stackOf(treeOf(files), deploymentOf(files)).stack).findings.filter(({ check: id }) => id === 'network-policy-blocks-link').map(({ message }) => message);
  };

  it('let in by the labels that the operator gives', () => {
    expect(blocked('cnpg.io/cluster: pg', 'pg-rw')).toEqual([]);
    expect(blocked('cnpg.io/instanceRole: replica', 'pg-ro')).toEqual([]);
    expect(blocked('cnpg.io/poolerName: pool', 'pool')).toEqual([]);
  });

  it('do not let in where another is named', () => {
    expect(blocked('cnpg.io/poolerName: pool', 'pg-rw')).toHaveLength(1);
    expect(blocked('cnpg.io/cluster: other', 'pg-rw')).toHaveLength(1);
  });
});

describe('what is read', () => {
  it('leaves other files alone and names templates', () => {
    const deployments = deploymentsOf({
      'compose.yaml': 'services: {}\n', 'skaffold.yaml': 'apiVersion: skaffold/v4\nkind: Config\n', 'chart/Chart.yaml': 'apiVersion: v2\nname: chart\n',
      'chart/templates/api.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n',
    });
    expect(deployments.map(({ name }) => name)).toEqual(['chart/templates/api.yaml']);
    expect(deployments[0]?.facts.unread.map(({ because }) => because)).toEqual(['it is a template: render it first (helm template)']);
  });

  it('keeps folders of one stack together, and the same stack for two places apart', () => {
    const service = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\n`;
    expect(deploymentsOf({ 'k8s/a.yaml': service('a'), 'k8s/more/b.yaml': service('b'), 'other/c.json': JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'c' } }) }).map(({ name }) => name)).toEqual(['k8s', 'other/c.json']);
    expect(deploymentsOf({ 'k8s/common.yaml': service('x'), 'k8s/dev/a.yaml': service('a'), 'k8s/prod/a.yaml': service('a') }).map(({ name }) => name)).toEqual(['k8s/common.yaml', 'k8s/dev/a.yaml', 'k8s/prod/a.yaml']);
  });

  it('goes on after broken syntax, and says where it is', () => {
    const [deployment] = deploymentsOf({ 'k8s/a.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n\tname: a\n', 'k8s/b.yaml': API });
    expect(deployment?.facts.problems.map(({ at, message }) => `${at === undefined ? '' : showPosition(at)} ${message}`)).toEqual(['k8s/a.yaml:4:1 a tab cannot indent YAML']);
    expect(deployment?.containers.length).toBe(1);
  });

  it('understands quantities as Kubernetes does', () => {
    expect(['512M', '512Mi', '1.5Gi', '1e3', '128974848000m', '', '1 Gi', '1GB'].map(quantityBytes)).toEqual([512_000_000, 536_870_912, 1_610_612_736, 1000, 128_974_848, undefined, undefined, undefined]);
    expect(['1', '1500m', '0.1', '100u'].map(quantityCores)).toEqual([1000, 1500, 100, 1]);
  });
});

describe('the schema', () => {
  const faults = (text: string): readonly string[] =>
    deploymentsOf({ 'a.yaml': text }).flatMap(({ facts }) => facts.documents).flatMap(({ format, content }) => (format.name === kubernetesObjects.name ? (content as Parameters<typeof faultsOf>[0][]).flatMap(faultsOf) : [])).map(({ message, at }) => `${at.line}:${at.column} ${message}`);

  it.each([
    ['apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { ports: [{ port: "80" }] }\n', ['4:25 Service/a: spec.ports[0].port must be a whole number, found the text "80"']],
    ['apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { DEBUG: yes, LEVEL: 3, OK: "3" }\n', ['4:16 ConfigMap/a: data.DEBUG must be a text, found yes, which is true or false: put quotes around it', '4:28 ConfigMap/a: data.LEVEL must be a text, found the number 3: put quotes around it']],
    ['apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec: { template: {} }\n', ['4:7 Deployment/a: spec.selector is required and missing']],
    ['apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { restartPolicy: always, containers: [{ name: a, imagePullPolicy: Never }] }\n', ['4:24 Pod/a: spec.restartPolicy must be one of Always, OnFailure, Never, found "always"']],
    ['apiVersion: autoscaling/v2beta2\nkind: HorizontalPodAutoscaler\nmetadata: { name: a }\n', ['1:13 HorizontalPodAutoscaler/a: autoscaling/v2beta2 is gone since Kubernetes 1.26; write autoscaling/v2']],
    ['apiVersion: v1\nkind: Deployment\nmetadata: { name: a }\n', ['1:13 Deployment/a: v1 has no Deployment; it is in apps/v1']],
    ['apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: a }\nspec: 3\n', []],
  ])('%#', (text, expected) => {
    expect(faults(text)).toEqual(expected);
  });
});

describe('what is found in a pod with a sidecar', () => {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  replicas: 4
  strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } }
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: api
          image: ghcr.io/example/api:1.2
          resources: { requests: { cpu: 500m, memory: 64Mi }, limits: { cpu: 400m, memory: 64Mi } }
          startupProbe: { tcpSocket: { port: 9000 } }
          livenessProbe: { tcpSocket: { port: 3000 } }
          readinessProbe: { tcpSocket: { port: 3000 } }
        - { name: log, image: fluent/fluent-bit:3.1 }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: api }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: api }, minReplicas: 10, maxReplicas: 5 }
`;
  const { findings } = check(stackOf(treeOf({}), deploymentOf({ 'api.yaml': text })).stack);
  const of = (id: string) => findings.filter((finding) => finding.check === id);

  it('is told once for the whole pod', () => {
    expect(of('rollout-deadlock').map(({ component }) => component)).toEqual(['api']);
    expect(of('replicas-fight-autoscaler').map(({ message }) => message)).toEqual(['the workload states 4 replicas; its autoscaler has a minimum of 10, above its maximum of 5']);
  });

  it('is invalid where its autoscaler may have no number of pods', () => {
    expect(of('manifest-invalid').map(({ message, at }) => [message, at?.line])).toEqual([['HorizontalPodAutoscaler/api: spec.maxReplicas 5 is below spec.minReplicas 10', 23]]);
  });

  it('stands at what it is about', () => {
    expect(of('requests-exceed-limits').map(({ entries }) => entries.map(({ setting }) => setting.name))).toEqual([['cpu_reservation', 'cpu_limit']]);
    expect(of('liveness-equals-readiness').map(({ entries }) => entries.map(({ subject }) => subject))).toEqual([['liveness', 'readiness']]);
  });
});
