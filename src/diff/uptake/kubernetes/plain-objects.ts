import { counted } from '../../../model/quote.ts';
import { meant } from '../meant.ts';
import type { Step } from '../step.ts';
import { listed } from '../words.ts';
import { below, differingPaths, listBelow, textBelow, without, type YamlMapping } from '../yaml-values.ts';
import { contentNames, templateOf, type Pair } from './objects.ts';
import { shrinks } from './quantities.ts';
import { kubectl, stepOf, type Scene, type Taker } from './scene.ts';

/** What of a Job nobody may change. Source: Kubernetes 1.36, ValidateJobSpecUpdate. */
const FIXED_IN_JOB = ['template', 'selector', 'completions', 'completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const;

/** A Job runs once: nobody may change what it runs. */
export const job: Taker = (pair, scene) => {
  const places = FIXED_IN_JOB.flatMap((field) => differingPaths(below(pair.before, 'spec', field), below(pair.after, 'spec', field), `spec.${field}`));
  return places.length === 0 ? [] : [stepOf(scene, pair, 'refused', `Kubernetes lets nobody change ${listed(places)} of a Job: delete it and apply again, and it runs once more`, places, kubectl(pair, `delete job ${pair.name}`))];
};

/** A CronJob is taken up by what it starts next. */
export const cronJob: Taker = (pair, scene) => {
  const places = differingPaths(below(pair.before, 'spec'), below(pair.after, 'spec'), 'spec');
  return places.length === 0 ? [] : [stepOf(scene, pair, 'reload', 'its next run has it; one that runs goes on', places)];
};

/** The address of a Service inside the cluster stays for its life. */
export const service: Taker = (pair, scene) => {
  const [was, is] = [pair.before, pair.after].map((value) => textBelow(value, 'spec', 'clusterIP'));
  return was === is || (was !== 'None' && is !== 'None' && (was === undefined || is === undefined)) ? [] : [stepOf(scene, pair, 'refused', 'Kubernetes lets nobody change the address of a Service: delete it and apply again, and nobody finds its pods by name meanwhile', ['spec.clusterIP'], kubectl(pair, `delete service ${pair.name}`))];
};

/** A claim may grow, where its StorageClass allows it, and nothing else. */
export const claim: Taker = (pair, scene) => {
  const [was, is] = [pair.before, pair.after].map((value) => textBelow(value, 'spec', 'resources', 'requests', 'storage'));
  const others = differingPaths(below(without(pair.before, ['spec', 'resources'], ['spec', 'volumeAttributesClassName']), 'spec'), below(without(pair.after, ['spec', 'resources'], ['spec', 'volumeAttributesClassName']), 'spec'), 'spec');
  const size = ['spec.resources.requests.storage'];
  if (others.length > 0) return [stepOf(scene, pair, 'refused', `Kubernetes lets nobody change ${listed(others)} of a claim: its data must be copied into a new one`, others)];
  const smaller = shrinks(was, is);
  if (smaller === undefined) return [];
  return [smaller
    ? stepOf(scene, pair, 'refused', `a volume never shrinks: from ${was ?? ''} to ${is ?? ''} the data must be copied into a new one`, size)
    : stepOf(scene, pair, 'resize', `the volume grows from ${was ?? ''} to ${is ?? ''} where its StorageClass allows it (allowVolumeExpansion); some need the pod to start again`, size)];
};

/** Pods do not notice what a ConfigMap or Secret of the same name holds; the type of a Secret, and what is immutable, stay. */
export const content: Taker = (pair, scene) => {
  const places = (['data', 'binaryData', 'stringData'] as const).flatMap((key) => differingPaths(below(pair.before, key), below(pair.after, key), key));
  if (textBelow(pair.before, 'metadata', 'name') !== textBelow(pair.after, 'metadata', 'name')) return [];
  const fixed = [...differingPaths(below(pair.before, 'type'), below(pair.after, 'type'), 'type'), ...(isImmutable(pair.before) ? [...(isImmutable(pair.after) ? [] : ['immutable']), ...places] : [])];
  const name = `${pair.kind.toLowerCase()} ${pair.name}`;
  if (fixed.length > 0) return [stepOf(scene, pair, 'refused', `Kubernetes lets nobody change ${listed(fixed)} of this ${pair.kind}: delete it and apply again, and restart what reads it`, fixed, kubectl(pair, `delete ${name}`))];
  if (places.length === 0) return [];
  const readers = scene.objects.after.filter(({ kind, namespace, value }) => namespace === pair.namespace && POD_MAKERS.has(kind) && contentNames(templateOf(value())).includes(pair.name));
  if (readers.length === 0) return ranOnce(pair, scene, places);
  const names = readers.map(({ kind, name: reader }) => `${kind.toLowerCase()}/${reader}`);
  return [stepOf(scene, pair, 'by hand', `no pod starts again for a changed ${pair.kind}: ${listed(names)} ${names.length === 1 ? 'reads' : 'read'} it when ${names.length === 1 ? 'its' : 'their'} pods start`, places, kubectl(pair, `rollout restart ${names.join(' ')}`))];
};

const POD_MAKERS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job']);

const isImmutable = (value: YamlMapping): boolean => textBelow(value, 'immutable') === 'true';

/** A script that the operator ran when it made the database; its own reading of a changed one is none. */
function ranOnce(pair: Pair, scene: Scene, places: readonly string[]): readonly Step[] {
  const used = scene.objects.after.find(({ kind, value }) => kind === 'Cluster' && listBelow(value(), 'spec', 'bootstrap', 'initdb', 'postInitApplicationSQLRefs', 'configMapRefs').some((one) => textBelow(one, 'name') === pair.name));
  const key = places[0]?.replace(/^data\./, '') ?? '';
  const [was, is] = [pair.before, pair.after].map((value) => meant(key, textBelow(value, 'data', key) ?? ''));
  if (used === undefined || was === is) return [];
  const database = textBelow(used.value(), 'spec', 'bootstrap', 'initdb', 'database') ?? 'postgres';
  const command = `${kubectl(pair, `get configmap ${pair.name} -o jsonpath='{.data.${key.replaceAll('.', '\\.')}}'`)} | ${kubectl(pair, `exec -i svc/${used.name}-rw -c postgres -- psql --set=ON_ERROR_STOP=1 --dbname=${database}`)}`;
  return [stepOf(scene, pair, 'by hand', `${key} ran when the database was made, and does not run again by itself: connections that begin after somebody runs it have what it says`, places, command)];
}

/** The rank of a class stays for its life. */
export const priorityClass: Taker = (pair, scene) => {
  const places = (['value', 'preemptionPolicy'] as const).filter((key) => textBelow(pair.before, key) !== textBelow(pair.after, key));
  return places.length === 0 ? [] : [stepOf(scene, pair, 'refused', `Kubernetes lets nobody change the ${listed(places)} of a PriorityClass: delete it and apply again; pods that run keep their rank`, places, kubectl(pair, `delete priorityclass ${pair.name}`))];
};

/** An autoscaler with other limits adds or removes pods at once. */
export const autoscaler: Taker = (pair, scene) => {
  const range = (value: typeof pair.before): string => `${textBelow(value, 'spec', 'minReplicas') ?? '1'} to ${textBelow(value, 'spec', 'maxReplicas') ?? ''}`;
  const [was, is] = [range(pair.before), range(pair.after)];
  return was === is ? [] : [stepOf(scene, pair, 'scale', `the autoscaler keeps ${is} pods instead of ${was}`, ['minReplicas', 'maxReplicas'].filter((key) => textBelow(pair.before, 'spec', key) !== textBelow(pair.after, 'spec', key)).map((key) => `spec.${key}`))];
};

/** A DaemonSet replaces its pods node by node. */
export const daemonSet: Taker = (pair, scene) => {
  const places = differingPaths(templateOf(pair.before), templateOf(pair.after), 'spec.template');
  return places.length === 0 ? [] : [stepOf(scene, pair, 'roll', `its pods are replaced node by node, ${counted(1, 'node')} at a time unless it says otherwise`, places)];
};
