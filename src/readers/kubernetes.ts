import { kubernetesObjects, listAt, objectsOf, scalarAt, textAt, type KubernetesObject, type Node } from '../formats/kubernetes-object.ts';
import { isEmptySelector, selects } from '../formats/kubernetes-selector.ts';
import { statedEntry, type Entry } from '../model/entry.ts';
import { NOTHING } from '../model/facts.ts';
import type { SourceTree } from '../model/source.ts';
import { PROFILE_PARTS, PROJECT } from '../model/stack.ts';
import { beside } from '../settings/found.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import type { Deployment } from './deployment.ts';
import { operated } from './kubernetes/cloudnative-pg.ts';
import { readContainer } from './kubernetes/container.ts';
import { groupsOf, type Group } from './kubernetes/groups.ts';
import { policyEntries } from './kubernetes/policies.ts';
import { notValidated, projectEntries } from './kubernetes/project.ts';
import { redisFailovers } from './kubernetes/redis-failover.ts';
import { podEntries, rangesFor } from './kubernetes/resources.ts';
import { scalingEntries } from './kubernetes/scaling.ts';
import { addressesOf } from './kubernetes/services.ts';
import { strimziKafkas } from './kubernetes/strimzi.ts';
import { sameNamespace, workloadsOf, type Workload } from './kubernetes/workload.ts';

/** Reads the Kubernetes manifests and kustomizations of a tree; files that hold something else are left alone. */
export const kubernetesDeployments = (tree: SourceTree, paths: readonly string[] = tree.paths): readonly Deployment[] => groupsOf(tree, paths).map(deploymentOf);

function deploymentOf(group: Group): Deployment {
  const { objects } = group;
  const names = new Set<string>([...PROFILE_PARTS, PROJECT.name]);
  const operators = [...operated(objects, names), ...redisFailovers(objects, names), ...strimziKafkas(objects, names)];
  const workloads = workloadsOf(objects, [...names]);
  const read = workloads.map((workload) => {
    const ranges = rangesFor(objects, workload);
    const containers = workload.containers.map((one) => readContainer(objects, workload, one, ranges));
    const scaling = workload.containers.map(({ component }) => scalingEntries(objects, workload, component));
    const stated = containers.flatMap(({ entries }) => entries);
    const pod = workload.containers.flatMap(({ component, node }) => [
      ...placement(objects, workload, component),
      ...workload.containers.filter((mate) => mate.component !== component).map((mate) => statedEntry(component, beside, true, node.at, { subject: mate.component })),
    ]);
    return { containers, entries: [...stated, ...scaling.flatMap(({ entries }) => entries), ...podEntries(workload, stated, ranges), ...pod], unread: [...containers.flatMap(({ unread }) => unread), ...scaling.flatMap(({ unread }) => unread)] };
  });
  return {
    name: group.name,
    containers: [...read.flatMap(({ containers }) => containers.map(({ container }) => container)), ...operators.map(({ container }) => container)],
    addresses: [...addressesOf(objects, workloads, operators.map(({ peer }) => peer)), ...operators.flatMap(({ addresses }) => addresses)],
    pods: workloads.filter(({ containers }) => containers.length > 1).map(({ containers }) => containers.map(({ component }) => component)),
    facts: {
      ...NOTHING,
      entries: [...read.flatMap(({ entries }) => entries), ...operators.flatMap(({ entries }) => entries), ...policyEntries(objects, workloads, operators.map(({ peer }) => peer)), ...projectEntries(objects)],
      connections: operators.flatMap(({ connections }) => connections),
      documents: [{ format: kubernetesObjects, component: PROJECT.name, file: group.files[0] ?? group.name, content: objects }],
      unread: [...group.unread, ...notValidated(objects), ...read.flatMap(({ unread }) => unread), ...operators.flatMap(({ unread }) => unread)],
      problems: group.problems,
      files: [...new Set(group.files)],
    },
  };
}

/** Where pods may run: none beside another of its own, none beside a disk that is held. */
function placement(objects: readonly KubernetesObject[], workload: Workload, component: string): readonly Entry[] {
  const { spec, labels, object } = workload;
  const apart = listAt(spec, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution').find((term) => textAt(term, 'topologyKey') === 'kubernetes.io/hostname' && takesOwn(term, workload));
  const claims = object.kind !== 'Deployment' ? [] : listAt(spec, 'volumes').flatMap((volume) => scalarAt(volume, 'persistentVolumeClaim', 'claimName') ?? []);
  const held = claims.find((claim) => objectsOf(objects, 'PersistentVolumeClaim').some((one) => one.name === claim.text && sameNamespace(one, object) && isOnce(one.tree)));
  return [
    ...(apart === undefined || labels.size === 0 ? [] : [statedEntry(component, kubernetes.anti_affinity_required, true, apart.at, { text: 'requiredDuringSchedulingIgnoredDuringExecution' })]),
    ...(held === undefined ? [] : [statedEntry(component, kubernetes.claim_once, held.text, held.at, { text: `claimName: ${held.text}` })]),
  ];
}

const takesOwn = (term: Node, { labels }: Workload): boolean => {
  const selector = (term.kind === 'mapping' ? term.pairs : []).find(({ key }) => key === 'labelSelector')?.value;
  return selector !== undefined && !isEmptySelector(selector) && selects(selector, labels);
};

/** Whether one node alone may mount a claim. */
const isOnce = (claim: Node): boolean => {
  const modes = listAt(claim, 'spec', 'accessModes').flatMap((mode) => (mode.kind === 'scalar' ? [mode.text] : []));
  return modes.length > 0 && modes.every((mode) => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod');
};
