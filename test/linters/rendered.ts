import { basename, join } from 'node:path';
import type { Stack } from '../../src/model/stack.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { makeSandbox, type Sandbox } from '../servers/sandbox.ts';

/** Manifests as they would lie in `kubernetes/`, each stack's in a folder of its name. `change` may spoil a text. */
export async function rendered(plans: readonly Stack[], change: (text: string, stack: string) => string = (text) => text): Promise<Sandbox> {
  const sandbox = makeSandbox('linted');
  for (const plan of plans) {
    for (const { path, text } of await kubernetesTarget.render(plan)) sandbox.write(join(plan.name, basename(path)), change(text, plan.name));
  }
  return sandbox;
}
