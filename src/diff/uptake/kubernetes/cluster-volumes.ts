import type { Step } from '../step.ts';
import { below, textBelow } from '../yaml-values.ts';
import { shrinks } from './quantities.ts';
import { stepOf, type Taker } from './scene.ts';

const VOLUMES = ['storage', 'walStorage'] as const;

/** The volumes of a Cluster grow, and never shrink; a volume for the log, once there, stays. */
export const volumesOfCluster: Taker = (pair, scene) =>
  VOLUMES.flatMap((field): readonly Step[] => {
    const [was, is] = [pair.before, pair.after].map((value) => textBelow(value, 'spec', field, 'size'));
    const place = [`spec.${field}.size`];
    if (field === 'walStorage' && below(pair.before, 'spec', field) !== undefined && below(pair.after, 'spec', field) === undefined) return [stepOf(scene, pair, 'refused', 'CloudNativePG takes no Cluster whose log loses the volume that it has', ['spec.walStorage'])];
    if (field === 'walStorage' && was === undefined && is !== undefined) return [stepOf(scene, pair, 'roll', `the log of every instance moves to a volume of its own of ${is}: instances are replaced one after the other`, place)];
    const smaller = shrinks(was, is);
    if (smaller === undefined) return [];
    return [smaller
      ? stepOf(scene, pair, 'refused', `a volume never shrinks: CloudNativePG takes nothing of a Cluster whose ${field} falls from ${was ?? ''} to ${is ?? ''}`, place)
      : stepOf(scene, pair, 'resize', `the volumes of ${field} grow from ${was ?? ''} to ${is ?? ''}, one claim of each instance, where their StorageClass allows it (allowVolumeExpansion)`, place)];
  });
