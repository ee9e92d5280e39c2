import { isExported } from '../../model/exporters.ts';
import { valueOf } from '../../model/lookup.ts';
import { isOperated, type Component, type Stack } from '../../model/stack.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import { isAutoscaled } from '../autoscaled.ts';
import { reachersOf } from './network.ts';

/** The linters that can be told in a manifest, or beside it, what is on purpose. */
export type Linter = 'checkov' | 'kube-linter' | 'kube-score' | 'polaris' | 'trivy';

/** What linters hold against a manifest and is meant. */
export interface Suppression {
  /** The kinds of objects that say so. */
  readonly kinds: readonly string[];
  /** Their names of the check. */
  readonly checks: Readonly<Partial<Record<Linter, readonly string[]>>>;
  readonly when: (plan: Stack, component: Component) => boolean;
  /** Why it is meant, for whoever reads the manifest. */
  readonly because: string;
}

const WORKLOADS: readonly string[] = ['Deployment', 'StatefulSet'];
/** What linters call many: a pod may be gone for an update while another dies. */
const MANY = 3;
/** The least user that no linter takes for one of the host. */
const ABOVE_HOST = 10_001;

const replicas = (plan: Stack, component: Component): number => valueOf(plan, component, c.replicas) ?? 1;
const image = (plan: Stack, component: Component): string => valueOf(plan, component, c.image) ?? '';
const user = (plan: Stack, component: Component): number => valueOf(plan, component, container.run_as_user) ?? ABOVE_HOST;
const bursts = (plan: Stack, component: Component): boolean => (valueOf(plan, component, container.cpu_reservation) ?? 0) < (valueOf(plan, component, container.cpu_limit) ?? 0);

const NUMBER_OF_PODS = 'the number of pods is the profile\'s; with ha it is two at least, of which one may be lost';

/** Everything that is suppressed, each as narrowly as its linters can be told. */
export const suppressions: readonly Suppression[] = [
  {
    kinds: WORKLOADS,
    checks: { 'kube-score': ['container-image-tag'], 'kube-linter': ['latest-tag'], polaris: ['tagNotSpecified'], checkov: ['CKV_K8S_14'], trivy: ['KSV-0013'] },
    when: (plan, component) => image(plan, component) === '',
    because: 'the profile names no image: kustomization.yaml is where it gets name and tag',
  },
  {
    kinds: WORKLOADS,
    checks: { checkov: ['CKV_K8S_43'] },
    when: (plan, component) => !image(plan, component).includes('@sha256:'),
    because: 'what digest a tag has is known to registries alone; an image that the profile states with its digest keeps it',
  },
  {
    kinds: WORKLOADS,
    checks: { 'kube-score': ['container-resource-requests-equal-limits', 'container-cpu-requests-equal-limits'] },
    when: (plan, component) => bursts(plan, component) || isExported(plan, component),
    because: 'the request is what a container is sure of; up to the limit it takes what its neighbours leave idle',
  },
  {
    kinds: ['Deployment'],
    checks: { 'kube-linter': ['minimum-three-replicas'], polaris: ['deploymentMissingReplicas'] },
    when: isAutoscaled,
    because: 'the number of pods is the autoscaler\'s: stated here, every deploy would reset it',
  },
  {
    kinds: ['Deployment'],
    checks: { 'kube-linter': ['minimum-three-replicas'] },
    when: (plan, component) => !isAutoscaled(plan, component) && replicas(plan, component) < MANY,
    because: NUMBER_OF_PODS,
  },
  {
    kinds: ['StatefulSet'],
    checks: { 'kube-linter': ['minimum-three-replicas'] },
    when: (plan, component) => replicas(plan, component) < MANY,
    because: 'a pod more would be a store of its own: copies of the data are the business of an operator',
  },
  {
    kinds: ['Deployment'],
    checks: { 'kube-score': ['deployment-replicas'], polaris: ['deploymentMissingReplicas'] },
    when: (plan, component) => !isAutoscaled(plan, component) && replicas(plan, component) < 2,
    because: NUMBER_OF_PODS,
  },
  {
    kinds: ['HorizontalPodAutoscaler'],
    checks: { 'kube-linter': ['hpa-minimum-three-replicas'] },
    when: (plan, component) => replicas(plan, component) < MANY,
    because: NUMBER_OF_PODS,
  },
  {
    kinds: ['HorizontalPodAutoscaler'],
    checks: { 'kube-score': ['horizontalpodautoscaler-replicas'], polaris: ['hpaMinAvailability'] },
    when: (plan, component) => replicas(plan, component) < 2,
    because: NUMBER_OF_PODS,
  },
  {
    kinds: WORKLOADS,
    checks: { 'kube-score': ['container-security-context-user-group-id'], checkov: ['CKV_K8S_40'], trivy: ['KSV-0020', 'KSV-0021'] },
    when: (plan, component) => user(plan, component) < ABOVE_HOST,
    because: 'the image works for the user alone that owns its files',
  },
  {
    kinds: ['NetworkPolicy'],
    checks: { 'kube-score': ['networkpolicy-targets-pod'], 'kube-linter': ['dangling-networkpolicy'] },
    when: isOperated,
    because: 'its pods are made by an operator, from no file of this folder',
  },
  {
    kinds: ['Service'],
    checks: { 'kube-score': ['service-targets-pod'], 'kube-linter': ['dangling-service'] },
    when: isOperated,
    because: 'its pods are made by an operator, from no file of this folder',
  },
  {
    kinds: ['NetworkPolicy'],
    checks: { 'kube-linter': ['dangling-networkpolicypeer-podselector'] },
    when: (plan, component) => peersOf(plan, component).some((peer) => isOperated(plan, peer)),
    because: 'some of these pods are made by an operator, from no file of this folder',
  },
  {
    kinds: [],
    checks: { trivy: ['KSV-0039', 'KSV-0040'] },
    when: () => true,
    because: 'Trivy asks every object to be a LimitRange and a ResourceQuota, once there is one of each',
  },
  {
    kinds: [],
    checks: { trivy: ['KSV-01010'] },
    when: (_, component) => component.kind === 'nginx',
    because: 'Trivy takes the "microphone=" of a Permissions-Policy for a phone number',
  },
  {
    kinds: [],
    checks: { trivy: ['KSV-0125'] },
    when: (plan, component) => image(plan, component).includes('/'),
    because: 'Trivy trusts the registries of three clouds; which ones you trust, its ksv0125.trusted_registries says',
  },
];

/** Whom the policy of a component names. */
const peersOf = (plan: Stack, component: Component): readonly Component[] => plan.components.filter((other) =>
  other === component || reachersOf(plan, component).includes(other) || reachersOf(plan, other).includes(component));
