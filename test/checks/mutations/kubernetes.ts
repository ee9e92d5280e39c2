import { edits, replaced, type Mutation } from '../mutation.ts';

const API = 'kubernetes/api.yaml';
const DB = 'kubernetes/db.yaml';
const PROXY = 'kubernetes/proxy.yaml';
const NAMESPACE = 'kubernetes/namespace.yaml';

/** Adds an object to the manifests of a component. */
const adds = (file: string, text: string) => replaced(file, /\s*$/, `\n---\n${text}`);

/** Without the quota and the LimitRange of the namespace, which have a say in every pod. */
const UNBOUNDED = replaced(NAMESPACE, /---\napiVersion: v1\nkind: ResourceQuota\n[\s\S]*?(?=---\napiVersion: networking)/, '');

/** A container that runs first and wants more than the machine has. */
const INIT = '      enableServiceLinks: false\n      initContainers:\n        - name: warm-up\n          image: api:1.0\n          resources:\n            requests:\n              cpu: "20"\n            limits:\n              cpu: "20"\n';

/** A second database, run by CloudNativePG, which archives its log itself. */
const REPORTS = 'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: reports\nspec:\n  instances: 3\n  imageName: ghcr.io/cloudnative-pg/postgresql:18.3\n  storage:\n    size: 40Gi\n  postgresql:\n    parameters:\n      archive_command: /bin/true\n      max_slot_wal_keep_size: 2GB\n';

/** Relations between the objects of Kubernetes. */
export const mutations: readonly Mutation[] = [
  { check: 'requests-exceed-limits', of: 'kubernetes', edit: edits(UNBOUNDED, replaced(API, /(requests:\n(?: +#.*\n)* +cpu: )"1"/, '$1"3"')) },
  { check: 'autoscale-without-request', of: 'kubernetes', edit: edits(UNBOUNDED, replaced(API, /( {12}limits:\n)(?: {14}#.*\n)* {14}cpu: "2"\n/, '$1'), replaced(API, /( {12}requests:\n)(?: {14}#.*\n)* {14}cpu: "1"\n/, '$1')) },
  { check: 'replicas-fight-autoscaler', of: 'kubernetes', edit: replaced(API, '  minReadySeconds: 5\n', '  minReadySeconds: 5\n  replicas: 3\n') },
  { check: 'disruption-budget-blocks-drain', of: 'kubernetes', edit: replaced(API, '  maxUnavailable: 1\n', '  maxUnavailable: 0\n') },
  { check: 'rollout-deadlock', of: 'kubernetes', edit: replaced(API, '      maxSurge: 1\n', '      maxSurge: 0\n') },
  { check: 'pod-exceeds-node', of: 'kubernetes', edit: edits(UNBOUNDED, replaced(API, '      enableServiceLinks: false\n', INIT)) },
  { check: 'quota-exceeded', of: 'kubernetes', edit: replaced(NAMESPACE, /requests\.memory: \w+/, 'requests.memory: 4Gi') },
  { check: 'network-policy-blocks-link', of: 'kubernetes', edit: replaced(DB, /(ingress:\n(?: +.*\n)*? +app\.kubernetes\.io\/instance: )api\n/, '$1worker\n') },
  { check: 'config-change-without-rollout', of: 'kubernetes', edit: replaced(PROXY, /^immutable: true\n/m, '') },
  { check: 'probe-misses', of: 'kubernetes', edit: replaced(PROXY, /(readinessProbe:\n(?: +.*\n)*? +port: )8080\n/, '$18081\n') },
  { check: 'liveness-equals-readiness', of: 'kubernetes', edit: edits(replaced(API, /path: \/readyz/, 'path: /livez'), replaced(API, /(livenessProbe:\n(?: +#.*\n)* +failureThreshold: )6\n/, '$11\n')) },
  { check: 'service-selects-nothing', of: 'kubernetes', edit: replaced('kubernetes/cache.yaml', /(kind: Service\n(?:[^-].*\n)*? {2}selector:\n {4}app\.kubernetes\.io\/instance: )cache\n/, '$1caches\n') },
  { check: 'route-without-service', of: 'kubernetes', edit: replaced(PROXY, /(backendRefs:\n +- name: )proxy\n/, '$1web\n') },
  { check: 'operator-refuses-cluster', of: 'kubernetes', edit: adds(DB, REPORTS) },
  { check: 'manifest-invalid', of: 'kubernetes', edit: replaced(API, '      enableServiceLinks: false\n', '      enableServiceLink: false\n') },
];
