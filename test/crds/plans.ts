import { InputError } from '../../src/model/problem.ts';
import type { Stack } from '../../src/model/stack.ts';
import { size } from '../../src/size.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { monitoringTarget } from '../../src/targets/monitoring.ts';
import { stackOf, type Draft } from '../laws/random.ts';

/** The seed of random profiles: `PLUMBLINE_SEED`, or another one each time. */
export const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

/** The plan of a draft; `undefined` where its nodes are too small. */
export function planOf(draft: Draft): Stack | undefined {
  try {
    return size(stackOf(draft));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}

/** All manifests of plans as one stream: what judges them compiles its definitions once. */
export async function streamOf(plans: readonly Stack[]): Promise<string> {
  const files = (await Promise.all(plans.flatMap((plan) => [kubernetesTarget, monitoringTarget].map((target) => target.render(plan))))).flat();
  return files.filter(({ path }) => /kubernetes\/[^/]*\.yaml$/.test(path) && !path.endsWith('/kustomization.yaml')).map(({ text }) => text).join('---\n');
}
