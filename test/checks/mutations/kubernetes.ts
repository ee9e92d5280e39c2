import { edits, replaced, type Mutation } from '../mutation.ts';

const API = 'kubernetes/api.yaml';
const DB = 'kubernetes/db.yaml';
const PROXY = 'kubernetes/proxy.yaml';

/** Adds an object to the manifests of a component. */
const adds = (file: string, text: string) => replaced(file, /\s*$/, `\n---\n${text}`);

/** A container that runs first and wants more than the machine has. */
const INIT = '      enableServiceLinks: false\n      initContainers:\n        - name: warm-up\n          image: api:1.0\n          resources:\n            requests:\n              cpu: "20"\n            limits:\n              cpu: "20"\n';

/** Relations between the objects of Kubernetes. */
export const mutations: readonly Mutation[] = [
  { check: 'requests-exceed-limits', of: 'kubernetes', edit: replaced(API, /(requests:\n(?: +#.*\n)* +cpu: )"1"/, '$1"3"') },
  { check: 'autoscale-without-request', of: 'kubernetes', edit: edits(replaced(API, /( {12}limits:\n)(?: {14}#.*\n)* {14}cpu: "2"\n/, '$1'), replaced(API, /( {12}requests:\n)(?: {14}#.*\n)* {14}cpu: "1"\n/, '$1')) },
  { check: 'replicas-fight-autoscaler', of: 'kubernetes', edit: replaced(API, '  minReadySeconds: 5\n', '  minReadySeconds: 5\n  replicas: 3\n') },
  { check: 'disruption-budget-blocks-drain', of: 'kubernetes', edit: replaced(API, '  maxUnavailable: 1\n', '  maxUnavailable: 0\n') },
  { check: 'rollout-deadlock', of: 'kubernetes', edit: replaced(API, '      maxSurge: 1\n', '      maxSurge: 0\n') },
  { check: 'pod-exceeds-node', of: 'kubernetes', edit: replaced(API, '      enableServiceLinks: false\n', INIT) },
  { check: 'quota-exceeded', of: 'kubernetes', edit: adds(DB, 'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: all\nspec:\n  hard:\n    requests.memory: 4Gi\n') },
  { check: 'network-policy-blocks-link', of: 'kubernetes', edit: replaced(DB, /(ingress:\n(?: +.*\n)*? +app\.kubernetes\.io\/instance: )api\n/, '$1worker\n') },
  { check: 'config-change-without-rollout', of: 'kubernetes', edit: replaced(PROXY, /^immutable: true\n/m, '') },
  { check: 'probe-misses', of: 'kubernetes', edit: replaced(PROXY, /(readinessProbe:\n(?: +.*\n)*? +port: )8080\n/, '$18081\n') },
  { check: 'liveness-equals-readiness', of: 'kubernetes', edit: edits(replaced(API, /path: \/readyz/, 'path: /livez'), replaced(API, /(livenessProbe:\n(?: +#.*\n)* +failureThreshold: )6\n/, '$11\n')) },
  { check: 'service-selects-nothing', of: 'kubernetes', edit: replaced('kubernetes/cache.yaml', /(kind: Service\n(?:[^-].*\n)*? {2}selector:\n {4}app\.kubernetes\.io\/instance: )cache\n/, '$1caches\n') },
  { check: 'manifest-invalid', of: 'kubernetes', edit: replaced(API, '      enableServiceLinks: false\n', '      enableServiceLink: false\n') },
];
