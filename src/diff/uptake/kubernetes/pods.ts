import { baseOf } from '../../files/hashed-names.ts';
import { becauseOfFile, once } from '../because.ts';
import { becauseOfPlaces } from '../because-of-places.ts';
import { differingPaths, textBelow, type YamlMapping } from '../yaml-values.ts';
import { contentNames, templateOf, type Found, type Pair } from './objects.ts';
import type { Scene } from './scene.ts';

/** Why the pods of a workload are replaced; nothing where its template stays the same. */
export function templateChange({ before, after, ...pair }: Pair, { changes }: Scene): readonly string[] {
  const [was, is] = [templateOf(before), templateOf(after)];
  const places = differingPaths(was, is, 'spec.template');
  if (places.length === 0) return [];
  const [old, now] = [contentNames(was), contentNames(is)].map((names) => names.filter((name) => baseOf(name) !== name));
  const configured = JSON.stringify(old) !== JSON.stringify(now);
  // The label of the version is where everybody else says it.
  const own = places.filter((place) => !(configured && /\.configMap\.name$/.test(place)) && !place.endsWith('labels.app.kubernetes.io/version'));
  return once([...(configured ? becauseOfFile(changes, pair.component, `${pair.file} ConfigMap/${baseOf(now?.[0] ?? '')}`) : []), ...becauseOfPlaces(changes, pair.component, own, `${pair.file} ${pair.kind}/${pair.name}`)]);
}

/** The longest that the stop of a pod may take, in seconds. */
export const graceOf = (value: YamlMapping): number => Number(textBelow(templateOf(value), 'spec', 'terminationGracePeriodSeconds') ?? 30);

/** The least number of pods of a workload that run: what is stated, else what its autoscaler among `all` keeps. */
export function podsOf(name: string, value: YamlMapping, all: readonly Found[]): number {
  const autoscaler = all.find((one) => one.kind === 'HorizontalPodAutoscaler' && textBelow(one.value(), 'spec', 'scaleTargetRef', 'name') === name)?.value();
  return Number(textBelow(value, 'spec', 'replicas') ?? textBelow(autoscaler, 'spec', 'minReplicas') ?? 1);
}
