import { quantityCores } from '../../../formats/kubernetes-quantity.ts';
import { sum } from '../../../model/value.ts';
import { listed } from '../words.ts';
import { listBelow, textBelow, type YamlMapping } from '../yaml-values.ts';
import { templateOf, type Found } from './objects.ts';
import { podsOf } from './pods.ts';
import { stepOf, type Taker } from './scene.ts';

const COUNTED = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory', 'pods'] as const;

/** A quota below what runs touches no pod, and lets no new one begin: the rollout of the same change would wait for ever. */
export const quota: Taker = (pair, scene) => {
  const pods = scene.objects.before.filter(({ kind, namespace }) => (kind === 'Deployment' || kind === 'StatefulSet') && namespace === pair.namespace);
  const short = COUNTED.filter((name) => {
    const hard = textBelow(pair.after, 'spec', 'hard', name);
    return hard !== undefined && textBelow(pair.before, 'spec', 'hard', name) !== hard && sum(pods.map((one) => taken(one, scene.objects.before, name))) > (quantityCores(hard) ?? Infinity);
  });
  return short.length === 0 ? [] : [stepOf(scene, pair, 'by hand', `the quota falls below what runs now (${listed(short)}): no new pod begins before old ones are gone, so apply it after all the rest`, short.map((name) => `spec.hard.${name}`), `kubectl apply -f ${pair.file}`)];
};

/** What all pods of a workload take, in thousandths. */
function taken({ value, name }: Found, all: readonly Found[], resource: (typeof COUNTED)[number]): number {
  return podsOf(name, value(), all) * (resource === 'pods' ? 1000 : ofPod(templateOf(value()), resource));
}

const ofPod = (template: YamlMapping, resource: string): number =>
  sum(listBelow(template, 'spec', 'containers').map((container) => quantityCores(textBelow(container, 'resources', ...resource.split('.')) ?? '0') ?? 0));
