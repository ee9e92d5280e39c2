import type { Target } from '../model/target.ts';
import { stackSecrets } from './secrets.ts';

/** Manifests for Kubernetes. The heavy part, cdk8s, is loaded when it is used. */
export const kubernetesTarget: Target = {
  name: 'kubernetes',
  about: 'Kubernetes manifests with a kustomization, one file for each component',
  render: async (plan) => (await import('./kubernetes/render.ts')).renderKubernetes(plan),
  secrets: stackSecrets,
};
