import type { Stack } from '../../src/model/stack.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { monitoringTarget } from '../../src/targets/monitoring.ts';

/** The seed of random profiles: `PLUMBLINE_SEED`, or another one each time. */
export const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

/** All manifests of plans as one stream: what judges them compiles its definitions once. */
export async function streamOf(plans: readonly Stack[]): Promise<string> {
  const files = (await Promise.all(plans.flatMap((plan) => [kubernetesTarget, monitoringTarget].map((target) => target.render(plan))))).flat();
  return files.filter(({ path }) => /kubernetes\/[^/]*\.yaml$/.test(path) && !path.endsWith('/kustomization.yaml')).map(({ text }) => text).join('---\n');
}
