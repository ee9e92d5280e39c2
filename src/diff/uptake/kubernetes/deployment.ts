import { countOrShare } from '../../../formats/kubernetes-quantity.ts';
import { inPlan } from '../../../model/input.ts';
import { counted } from '../../../model/quote.ts';
import { componentNamed } from '../../../model/stack.ts';
import { poolSize, processes } from '../../../rules/application/inputs.ts';
import { below, differingPaths, textBelow } from '../yaml-values.ts';
import type { Pair } from './objects.ts';
import { graceOf, podsOf, templateChange } from './pods.ts';
import { kubectl, stepOf, type Scene, type Taker } from './scene.ts';

/** A Deployment replaces its pods when their template changes, and only counts them when its replicas do. */
export const deployment: Taker = (pair, scene) => {
  const selector = differingPaths(below(pair.before, 'spec', 'selector'), below(pair.after, 'spec', 'selector'), 'spec.selector');
  if (selector.length > 0) return [stepOf(scene, pair, 'refused', 'Kubernetes lets nobody change the selector of a Deployment: delete it and apply again, and all its pods are away until the new ones are ready', selector, kubectl(pair, `delete deployment ${pair.name}`))];
  const because = templateChange(pair, scene);
  if (because.length > 0) return [{ ...stepOf(scene, pair, 'roll', rolled(pair, scene), []), because }];
  const [was, is] = [pair.before, pair.after].map((value) => textBelow(value, 'spec', 'replicas'));
  return was === is || is === undefined ? [] : [stepOf(scene, pair, 'scale', `${counted(Number(is), 'pod')}${was === undefined ? '' : ` instead of ${was}`}: those that stay go on`, ['spec.replicas'])];
};

/** Database connections that one replica may open: of those that go and those that come, whichever have more. */
const poolsOf = ({ before, after }: Scene, name: string): number => Math.max(...[before, after].map((stack) => {
  const component = componentNamed(stack, name);
  return component === undefined ? 0 : (inPlan(stack, component, processes) ?? 0) * (inPlan(stack, component, poolSize) ?? 0);
}));

function rolled(pair: Pair, scene: Scene): string {
  const { objects } = scene;
  const count = podsOf(pair.name, pair.after, objects.after);
  const all = count === 1 ? 'its pod is' : `its ${count} pods are`;
  if (textBelow(pair.after, 'spec', 'strategy', 'type') === 'Recreate') return `${all} replaced at once: away from the stop, which may take ${graceOf(pair.before)}s, until the new ${count === 1 ? 'one is' : 'ones are'} ready`;
  const limit = (name: string, round: (share: number) => number): number => countOrShare(textBelow(pair.after, 'spec', 'strategy', 'rollingUpdate', name) ?? '25%', count, round) ?? 1;
  const [surge, missing] = [limit('maxSurge', Math.ceil), limit('maxUnavailable', Math.floor)];
  const connections = poolsOf(scene, pair.component);
  const opened = surge * connections === 0 ? '' : `, whose pools may open ${counted(surge * connections, 'more database connection')}`;
  if (count === 1 && missing === 0) return `its pod is replaced when the new one is ready, and never away${surge * connections === 0 ? '' : `; both together may open ${counted(surge * connections, 'more database connection')}`}`;
  return `${all} replaced one after the other: ${surge === 0 ? 'no pod more' : `${counted(surge, 'pod')} more`} meanwhile${opened}, and ${missing === 0 ? 'none' : `at most ${missing}`} away`;
}
