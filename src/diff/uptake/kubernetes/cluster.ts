import { counted } from '../../../model/quote.ts';
import { parameterContext } from '../../../settings/postgres.ts';
import { becauseOfNames } from '../because.ts';
import { standbyParameters } from '../standbys.ts';
import type { Step } from '../step.ts';
import { differingNames, type Told } from '../told.ts';
import { alongside, listed } from '../words.ts';
import { below, differingPaths, mappingBelow, textBelow, type YamlMapping } from '../yaml-values.ts';
import type { Pair } from './objects.ts';
import { stepOf, type Scene, type Taker } from './scene.ts';
import { volumesOfCluster } from './cluster-volumes.ts';

/** What of a Cluster its pods are made of. Source: CloudNativePG 1.29, pkg/specs/podspec_diff.go and internal/controller/cluster_upgrade.go. */
const POD_FIELDS: readonly string[] = [
  'affinity', 'env', 'envFrom', 'ephemeralVolumeSource', 'ephemeralVolumesSizeLimit', 'imageName', 'livenessProbeTimeout', 'probes', 'projectedVolumeTemplate', 'resources', 'schedulerName', 'seccompProfile', 'startDelay', 'stopDelay', 'topologySpreadConstraints',
];

/** What beside parameters every instance reads again. */
const RELOADED: readonly string[] = ['synchronous', 'pg_hba', 'pg_ident'];

/** CloudNativePG reloads, restarts or replaces its instances, standbys first. */
export const cluster: Taker = (pair, scene) => {
  const refused = [...volumesOfCluster(pair, scene).filter(({ action }) => action === 'refused'), ...refusedImage(pair, scene)];
  if (refused.length > 0) return refused;
  return [...instances(pair, scene), ...taken(pair, scene), ...volumesOfCluster(pair, scene), ...bootstrap(pair, scene)];
};

const spec = (value: YamlMapping, ...keys: readonly string[]) => below(value, 'spec', ...keys);
const majorOf = (value: YamlMapping): number => Number(/:([0-9]+)/.exec(textBelow(value, 'spec', 'imageName') ?? '')?.[1] ?? NaN);
const parametersOf = (value: YamlMapping): Told => new Map(Object.entries(mappingBelow(value, 'spec', 'postgresql', 'parameters')).map(([name, text]) => [name, typeof text === 'string' ? text : '']));

/** What the operator's webhook takes from nobody. Source: CloudNativePG 1.29, internal/webhook/v1/cluster_webhook.go. */
function refusedImage(pair: Pair, scene: Scene): readonly Step[] {
  const [was, is] = [majorOf(pair.before), majorOf(pair.after)];
  const image = ['spec.imageName'];
  if (is < was) return [stepOf(scene, pair, 'refused', `CloudNativePG takes no older PostgreSQL: the data of ${was} stays with ${was}, and what was dumped there is restored into a new Cluster`, image)];
  if (is > was && is < 16) return [stepOf(scene, pair, 'refused', `CloudNativePG upgrades the data of PostgreSQL ${was} to 16 or newer alone`, image)];
  const changed = textBelow(pair.before, 'spec', 'imageName') !== textBelow(pair.after, 'spec', 'imageName');
  const parameters = differingNames(parametersOf(pair.before), parametersOf(pair.after));
  if (!changed || parameters.length === 0 || textBelow(pair.after, 'spec', 'primaryUpdateMethod') !== 'switchover') return [];
  return [stepOf(scene, pair, 'refused', `with primaryUpdateMethod: switchover CloudNativePG takes no other image together with other parameters (${listed(parameters)}): apply the image first, and the rest when all instances run it`, [...image, ...parameters.map((name) => `spec.postgresql.parameters.${name}`)])];
}

function instances(pair: Pair, scene: Scene): readonly Step[] {
  const [was, is] = [pair.before, pair.after].map((value) => Number(textBelow(value, 'spec', 'instances') ?? 1));
  if (was === undefined || is === undefined || was === is) return [];
  return [stepOf(scene, pair, 'scale', is > was ? `${counted(is, 'instance')} instead of ${was}: each new standby copies the whole database from the primary first` : `${counted(is, 'instance')} instead of ${was}: the youngest ${is === was - 1 ? 'standby goes' : 'standbys go'}, with ${is === was - 1 ? 'its volume' : 'their volumes'}`, ['spec.instances'])];
}

function taken(pair: Pair, scene: Scene): readonly Step[] {
  const [was, is] = [majorOf(pair.before), majorOf(pair.after)];
  if (is > was) return [stepOf(scene, pair, 'recreate', `another major version of PostgreSQL: CloudNativePG stops all instances, runs pg_upgrade on the primary's data and makes the standbys anew; nothing is answered meanwhile, and extensions and statistics are yours to renew`, ['spec.imageName'])];
  const [before, after] = [parametersOf(pair.before), parametersOf(pair.after)];
  const names = differingNames(before, after);
  const because = (all: readonly string[]) => becauseOfNames(scene.changes, pair.component, 'postgres', all, `${pair.file} Cluster/${pair.name}`);
  const restart = [...names.filter((name) => parameterContext(name, String(is)) === 'postmaster'), ...differingPaths(spec(pair.before, 'postgresql', 'shared_preload_libraries'), spec(pair.after, 'postgresql', 'shared_preload_libraries'), 'shared_preload_libraries').slice(0, 1)];
  const pods = POD_FIELDS.flatMap((field) => differingPaths(spec(pair.before, field), spec(pair.after, field), `spec.${field}`));
  if (pods.length > 0) {
    const step = stepOf(scene, pair, 'roll', `${turn(pair, 'replaced')}${restart.length === 0 ? '' : `; ${listed(restart)} ${restart.length === 1 ? 'comes' : 'come'} with it`}`, pods);
    return [{ ...step, because: [...step.because, ...because(restart)] }];
  }
  if (restart.length > 0) return [{ ...stepOf(scene, pair, 'restart', `PostgreSQL reads ${listed(restart)} only when it starts: ${lowered(before, after) ?? turn(pair, 'restarted')}${alongside(names.length - restart.length)}`, []), because: because(restart) }];
  const others = RELOADED.flatMap((field) => differingPaths(spec(pair.before, 'postgresql', field), spec(pair.after, 'postgresql', field), `spec.postgresql.${field}`));
  if (names.length + others.length === 0) return [];
  const step = stepOf(scene, pair, 'reload', `CloudNativePG has every instance read ${listed([...names, ...others.map((place) => place.replace('spec.postgresql.', ''))])} again: no connection ends`, others);
  return [{ ...step, because: [...because(names), ...step.because] }];
}

/** The standbys one after the other, then the primary. */
function turn({ after }: Pair, done: 'replaced' | 'restarted'): string {
  const count = Number(textBelow(after, 'spec', 'instances') ?? 1);
  if (count === 1) return `its only instance is ${done}: nothing is answered until it is ready again`;
  const last = textBelow(after, 'spec', 'primaryUpdateMethod') === 'switchover' ? 'a standby takes over from the primary last: connections end and writes wait for some seconds' : `the primary is ${done} last: writes wait until it answers again`;
  return textBelow(after, 'spec', 'primaryUpdateStrategy') === 'supervised' ? `${count - 1} standbys are ${done} one after the other; the primary waits for you` : `${counted(count - 1, 'standby is', 'standbys are')} ${done} one after the other, and ${last}`;
}

/** A primary that has fewer of some things must say so before its standbys may. */
function lowered(before: Told, after: Told): string | undefined {
  const names = standbyParameters(before, after).lowered;
  return names.length === 0 ? undefined : `as ${listed(names)} ${names.length === 1 ? 'falls' : 'fall'}, the primary restarts first and in place, and nothing is written until it answers again; then the standbys`;
}

/** What counts when the Cluster is made. */
function bootstrap(pair: Pair, scene: Scene): readonly Step[] {
  const places = differingPaths(spec(pair.before, 'bootstrap'), spec(pair.after, 'bootstrap'), 'spec.bootstrap');
  return places.length === 0 ? [] : [stepOf(scene, pair, 'by hand', 'bootstrap counts when a Cluster is made, and no longer: what it says otherwise now is done in SQL', places)];
}
