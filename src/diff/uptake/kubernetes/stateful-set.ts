import { counted } from '../../../model/quote.ts';
import { foreignData, forEmptyVolumes, lostKeys } from '../after-stop.ts';
import type { Step } from '../step.ts';
import { differingPaths, listBelow, mappingBelow, textBelow, without, type YamlMapping } from '../yaml-values.ts';
import type { Pair } from './objects.ts';
import { graceOf, templateChange } from './pods.ts';
import { shrinks } from './quantities.ts';
import { kubectl, stepOf, type Scene, type Taker } from './scene.ts';

/** What of a StatefulSet may change. Source: Kubernetes 1.36, ValidateStatefulSetUpdate. */
const MAY_CHANGE: readonly (readonly string[])[] = [['replicas'], ['ordinals'], ['template'], ['updateStrategy'], ['revisionHistoryLimit'], ['persistentVolumeClaimRetentionPolicy'], ['minReadySeconds']];

/** A StatefulSet replaces its pods from the last to the first; most else of it nobody may change. */
export const statefulSet: Taker = (pair, scene) => {
  const [was, is] = [textBelow(pair.before, 'spec', 'replicas'), textBelow(pair.after, 'spec', 'replicas')];
  const because = templateChange(pair, scene);
  const foreign = foreignData(scene.before, scene.after, pair.component);
  if (foreign !== undefined) return [...refused(pair, scene), { ...stepOf(scene, pair, 'refused', foreign, []), because }];
  const roll: readonly Step[] = because.length === 0 ? [] : [{ ...stepOf(scene, pair, textBelow(pair.after, 'spec', 'updateStrategy', 'type') === 'OnDelete' ? 'by hand' : 'roll', `${rolled(pair)}${lostKeys(scene.before, pair.component)}${forEmptyVolumes(because)}`, []), because }];
  const scale = was === is || because.length > 0 ? [] : [stepOf(scene, pair, 'scale', `${counted(Number(is ?? 1), 'pod')} instead of ${was ?? '1'}: those that stay go on, and the claims of those that go stay`, ['spec.replicas'])];
  return [...refused(pair, scene), ...roll, ...scale];
};

function rolled({ name, before, after }: Pair): string {
  const count = Number(textBelow(after, 'spec', 'replicas') ?? 1);
  if (textBelow(after, 'spec', 'updateStrategy', 'type') === 'OnDelete') return 'its pods stay as they are until somebody deletes them';
  return count === 1
    ? `its only pod is replaced: it is away from its stop, which may take ${graceOf(before)}s, until it is ready again`
    : `its ${count} pods are replaced one at a time, from ${name}-${count - 1} to ${name}-0: one is away at any time`;
}

function refused(pair: Pair, scene: Scene): readonly Step[] {
  const [was, is] = [pair.before, pair.after].map((value) => without(mappingBelow(value, 'spec'), ...MAY_CHANGE));
  const places = differingPaths(was, is, 'spec');
  if (places.length === 0) return [];
  const sizes = claims(pair.after).flatMap(({ claim, size }) => { const old = claims(pair.before).find((one) => one.claim === claim)?.size; return shrinks(old, size) === undefined ? [] : [{ claim, old: old ?? '', size: size ?? '', smaller: shrinks(old, size) === true }]; });
  const orphan = `${kubectl(pair, `delete statefulset ${pair.name} --cascade=orphan`)} && kubectl apply -k kubernetes/`;
  const [first] = sizes;
  if (first === undefined) return [stepOf(scene, pair, 'refused', `Kubernetes lets nobody change ${places.map((place) => place.replace(/^spec\./, '')).join(', ')} of a StatefulSet, and takes nothing else of it either: replace it around its pods, which run on`, places, orphan)];
  if (first.smaller) return [stepOf(scene, pair, 'refused', `a volume never shrinks: from ${first.old} to ${first.size} the data must be copied into a new one; until then Kubernetes takes nothing of this StatefulSet`, places)];
  const pods = Array.from({ length: Math.max(1, Number(textBelow(pair.after, 'spec', 'replicas') ?? 1)) }, (_, i) => `${first.claim}-${pair.name}-${i}`);
  const grow = pods.map((claim) => kubectl(pair, `patch pvc ${claim} --patch '{"spec":{"resources":{"requests":{"storage":"${first.size}"}}}}'`)).join(' && ');
  return [stepOf(scene, pair, 'refused', `Kubernetes lets nobody change the claims of a StatefulSet: grow ${pods.length === 1 ? 'the claim' : 'the claims'} from ${first.old} to ${first.size}, where the StorageClass allows it, and replace the StatefulSet around its pods, which run on; until then nothing else of it is taken`, places, `${grow} && ${orphan}`)];
}

const claims = (value: YamlMapping): readonly { readonly claim: string; readonly size: string | undefined }[] =>
  listBelow(value, 'spec', 'volumeClaimTemplates').map((template) => ({ claim: textBelow(template, 'metadata', 'name') ?? '', size: textBelow(template, 'spec', 'resources', 'requests', 'storage') }));
