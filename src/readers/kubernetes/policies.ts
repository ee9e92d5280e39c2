import { at, isNull, listAt, textAt, textsAt, type KubernetesObject, type Node } from '../../formats/kubernetes-object.ts';
import { selects, type Labels } from '../../formats/kubernetes-selector.ts';
import { statedEntry, type Entry } from '../../model/entry.ts';
import * as kubernetes from '../../settings/kubernetes.ts';
import { namedPort } from './probes.ts';
import { namespaceOf, sameNamespace, type PodContainer, type Workload } from './workload.ts';

/** Pods as a rule sees them: each set of labels that one of them has. */
export interface Peer {
  readonly object: KubernetesObject;
  readonly pods: readonly Labels[];
  readonly containers: readonly PodContainer[];
}

/**
 * Who may connect to whom by the NetworkPolicies; a pod that none selects may do anything. What an operator runs is a peer alone:
 * which policies select its own pods depends on labels that it changes as it runs.
 */
export function policyEntries(objects: readonly KubernetesObject[], workloads: readonly Workload[], operated: readonly Peer[] = []): readonly Entry[] {
  const policies = objects.filter(({ kind, apiVersion }) => kind === 'NetworkPolicy' && apiVersion === 'networking.k8s.io/v1');
  if (policies.length === 0) return [];
  const spaces = namespacesOf(objects);
  const peers = [...workloads.map((workload): Peer => ({ ...workload, pods: [workload.labels] })), ...operated];
  return workloads.flatMap((workload) => {
    const own = policies.filter((policy) => sameNamespace(policy, workload.object) && selects(at(policy.tree, 'spec', 'podSelector'), workload.labels));
    const sides = (['Ingress', 'Egress'] as const).flatMap((side) => sideEntries(own.filter((policy) => isolates(policy, side)), side, workload, peers, spaces));
    return sides;
  });
}

type Side = 'Ingress' | 'Egress';

/** Without policyTypes a policy is for what comes in, and for what goes out where it says anything of it. */
function isolates(policy: KubernetesObject, side: Side): boolean {
  const types = listAt(policy.tree, 'spec', 'policyTypes').flatMap((type) => (type.kind === 'scalar' ? [type.text] : []));
  return types.length === 0 ? side === 'Ingress' || at(policy.tree, 'spec', 'egress') !== undefined : types.includes(side);
}

/** A rule, and the policy that it stands in. */
interface Rule {
  readonly rule: Node;
  readonly policy: KubernetesObject;
}

function sideEntries(policies: readonly KubernetesObject[], side: Side, workload: Workload, peers: readonly Peer[], spaces: Spaces): readonly Entry[] {
  const [first] = policies;
  if (first === undefined) return [];
  const ingress = side === 'Ingress';
  const rules = policies.flatMap((policy) => listAt(policy.tree, 'spec', ingress ? 'ingress' : 'egress').map((rule): Rule => ({ rule, policy })));
  const takes = ({ rule, policy }: Rule, other: Peer): boolean => takesPeer(rule, ingress ? 'from' : 'to', policy, other, spaces);
  // A rule for all is said once: a thousand workloads would make a million pairs.
  const forAll = rules.filter((rule) => peers.every((other) => takes(rule, other)));
  const forSome = rules.filter((rule) => !forAll.includes(rule));
  const named = forSome.length === 0 ? [] : peers.flatMap((other) => {
    const taking = forSome.filter((rule) => takes(rule, other));
    return taking.length === 0 ? [] : other.containers.map((peer) => ({ subject: peer.component, taking, target: ingress ? workload : other }));
  });
  const allowed = [...(forAll.length === 0 ? [] : [{ subject: '*', taking: forAll, target: ingress ? workload : undefined }]), ...named];
  const setting = ingress ? kubernetes.ingress_from : kubernetes.egress_to;
  return workload.containers.flatMap(({ component }) => [
    statedEntry(component, ingress ? kubernetes.ingress_isolated : kubernetes.egress_isolated, true, first.tree.at, { text: `NetworkPolicy/${first.name}` }),
    ...allowed.map(({ subject, taking, target }) => statedEntry(component, setting, portsText(taking, target), taking[0]?.rule.at ?? first.tree.at, { subject, text: `NetworkPolicy/${taking[0]?.policy.name ?? ''}` })),
    ...(ingress ? [] : [statedEntry(component, kubernetes.egress_dns, rules.some(({ rule }) => allowsDns(rule)), first.tree.at, { text: `NetworkPolicy/${first.name}` })]),
  ]);
}

/** The ports of several rules; `*` where one of them names none. */
const portsText = (rules: readonly Rule[], target: Pick<Peer, 'containers'> | undefined): string =>
  rules.some(({ rule }) => listAt(rule, 'ports').length === 0) ? '*' : [...new Set(rules.flatMap(({ rule }) => listAt(rule, 'ports').flatMap((port) => portText(port, target))))].join(' ');

/** A port as numbers; a range as both ends, a name as the number that the pod gives it, where there is one pod alone. */
function portText(port: Node, target: Pick<Peer, 'containers'> | undefined): readonly string[] {
  const [text, end] = [textAt(port, 'port'), textAt(port, 'endPort')];
  if (text === undefined || (target === undefined && !/^[0-9]+$/.test(text))) return ['*'];
  if (!/^[0-9]+$/.test(text)) return (target?.containers ?? []).flatMap(({ node }) => namedPort(node, text) ?? []).map(String);
  return [end === undefined ? text : `${text}-${end}`];
}

const takesPeer = (rule: Node, key: 'from' | 'to', policy: KubernetesObject, other: Peer, spaces: Spaces): boolean => {
  const named = listAt(rule, key);
  return isNull(at(rule, key)) || named.length === 0 || named.some((peer) => {
    const [pods, space] = [at(peer, 'podSelector'), at(peer, 'namespaceSelector')];
    // Which pods have an address of a block nobody knows before they run.
    if (at(peer, 'ipBlock') !== undefined) return isPrivateBlock(textAt(peer, 'ipBlock', 'cidr') ?? '');
    if (space === undefined) return sameNamespace(policy, other.object) && takesPod(pods, other);
    return takesSpace(space, other, spaces) && (pods === undefined || takesPod(pods, other));
  });
};

const takesPod = (selector: Node | undefined, { pods }: Peer): boolean => pods.some((labels) => selects(selector, labels));

/** A block of one address is no pod of the stack. */
const isPrivateBlock = (cidr: string): boolean => !cidr.endsWith('/32') && !cidr.endsWith('/128');

/** Labels of namespaces by their name; each has its name as a label. */
type Spaces = ReadonlyMap<string, Labels>;

const namespacesOf = (objects: readonly KubernetesObject[]): Spaces =>
  new Map(objects.filter(({ kind }) => kind === 'Namespace').map(({ name, tree }) => [name, textsAt(tree, 'metadata', 'labels')]));

/** A namespace whose labels are not in the files may have any. */
function takesSpace(selector: Node, other: Peer, spaces: Spaces): boolean {
  const name = namespaceOf(other.object);
  const known = spaces.get(name);
  const own = new Map([...(known ?? []), ['kubernetes.io/metadata.name', name]]);
  const onlyName = [...textsAt(selector, 'matchLabels').keys()].every((key) => key === 'kubernetes.io/metadata.name') && listAt(selector, 'matchExpressions').length === 0;
  if (known === undefined && !onlyName) return true;
  return (other.object.namespace === undefined && onlyName) || selects(selector, own);
}

/** Whether a rule lets DNS out: port 53, or every port, to somewhere that can be a name server. */
function allowsDns(rule: Node): boolean {
  const ports = listAt(rule, 'ports');
  const toPods = listAt(rule, 'to').length > 0 && listAt(rule, 'to').every((peer) => at(peer, 'namespaceSelector') === undefined && at(peer, 'ipBlock') === undefined);
  const asks = ports.length === 0 || ports.some((port) => ['53', 'dns', 'dns-tcp', '5353', '8053'].includes(textAt(port, 'port') ?? '53') || textAt(port, 'endPort') !== undefined);
  return asks && !toPods;
}
