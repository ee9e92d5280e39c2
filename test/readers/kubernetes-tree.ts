import { showPosition } from '../../src/model/entry.ts';
import { treeOf } from '../../src/model/source.ts';
import type { Deployment } from '../../src/readers/deployment.ts';
import { kubernetesDeployments } from '../../src/readers/kubernetes.ts';

/** The deployments of texts by their paths. */
export const deploymentsOf = (texts: Readonly<Record<string, string>>): readonly Deployment[] => kubernetesDeployments(treeOf(texts));

/** The only deployment of texts. */
export function deploymentOf(texts: Readonly<Record<string, string>>): Deployment {
  const [only, ...others] = deploymentsOf(texts);
  if (only === undefined || others.length > 0) throw new Error(`${others.length + (only === undefined ? 0 : 1)} deployments`);
  return only;
}

/** Entries as one would write them: `api.container.memory_limit = 536870912 at k8s/api.yaml:20:23`. */
export function entry(deployment: Deployment, id: string): string | undefined {
  const found = deployment.facts.entries.find((one) => one.id === id);
  if (found === undefined) return undefined;
  return `${String(found.value)} ${found.origin.from === 'stated' ? showPosition(found.origin.at) : found.origin.from}`;
}
