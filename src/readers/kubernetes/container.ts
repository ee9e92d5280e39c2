import { listAt, scalarAt, textAt, at, type KubernetesObject, type Node, type TextNode } from '../../formats/kubernetes-object.ts';
import { defaultEntry, statedEntry, type Entry } from '../../model/entry.ts';
import { inOneLine } from '../../model/quote.ts';
import type { Word } from '../../model/source.ts';
import type { Unread } from '../../model/stack.ts';
import { image as imageSetting } from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as found from '../../settings/found.ts';
import * as kubernetes from '../../settings/kubernetes.ts';
import { hasPlainPassword, isSecretName, isSecretValue, masked } from '../compose/secrets.ts';
import type { RunningContainer } from '../inside/running.ts';
import { configEntries } from './configs.ts';
import { dependent, readEnvironment, textStart, type Environment } from './environment.ts';
import { readMounts } from './mounts.ts';
import { probeEntries } from './probes.ts';
import { resourceEntries } from './resources.ts';
import { measured } from './scaling.ts';
import { allStated, entriesOnly, seconds, stateNode, unknownValue, wholeNumber, type Stated } from './stating.ts';
import type { PodContainer, Workload } from './workload.ts';

/** A container as readers of the inside see it, and what the manifest states around it. */
export interface ReadContainer {
  readonly container: RunningContainer;
  readonly entries: readonly Entry[];
  readonly unread: readonly Unread[];
}

/** Reads one container of a pod. */
export function readContainer(objects: readonly KubernetesObject[], workload: Workload, one: PodContainer, ranges: readonly Node[]): ReadContainer {
  const { component, node } = one;
  const resources = resourceEntries(component, node, ranges);
  const limit = (setting: { readonly name: string }): number | undefined => {
    const value = resources.entries.find((entry) => entry.setting.name === setting.name)?.value;
    return typeof value === 'number' ? value : undefined;
  };
  const [cpu, memory] = [limit(container.cpu_limit), limit(container.memory_limit)];
  const environment = readEnvironment(objects, workload, component, node);
  const mounts = readMounts(objects, workload, component, node, memory);
  const [entrypoint, command] = [wordsOf(node, 'command', environment), wordsOf(node, 'args', environment)];
  const image = scalarAt(node, 'image');
  const stated = allStated([
    resources, { entries: mounts.entries, unread: [...environment.unread, ...mounts.unread] }, placeholder(component, image), podFacts(workload, one), probeEntries(component, node),
    measured(objects, workload, component, textAt(node, 'name')), entriesOnly(configEntries(objects, workload, one)), entriesOnly(variableEntries(component, environment)), entriesOnly(portEntries(component, node)),
    entriesOnly([...entrypoint, ...command].length === 0 ? [] : [statedEntry(component, found.command, inOneLine(masked([...entrypoint, ...command].map(({ text }) => text).join(' '))), (entrypoint[0] ?? command[0])?.at ?? node.at)]),
  ]);
  return {
    container: {
      component, at: node.at, ...(image === undefined || image.placeholder === true ? {} : { image: { text: image.text, at: image.at } }), entrypoint, command,
      environment: new Map([...environment.variables].map(([name, { word }]) => [name, word])), unresolved: environment.unresolved,
      file: (path) => mounts.files.get(path), files: [...mounts.files.keys()].sort(),
      readOnly: mounts.entries.flatMap(({ setting, subject = '' }) => (setting === found.read_only_mount ? [subject] : [])),
      ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }),
    },
    ...stated,
  };
}

/** An image whose tag is set when it is deployed. */
const placeholder = (component: string, image: TextNode | undefined): Stated =>
  image?.placeholder === true ? unknownValue(component, imageSetting, `${image.text} stands for an image that is named when it is deployed`, image.at) : entriesOnly([]);

const wordsOf = (node: Node, key: 'command' | 'args', { variables, unresolved }: Environment): readonly Word[] =>
  listAt(node, key).flatMap((word) => (word.kind === 'scalar' ? [{ text: dependent(word.text, variables, unresolved).text, at: textStart(word) }] : []));

/** What the pod states for all its containers. */
function podFacts({ object, spec, namespace }: Workload, { component, node }: PodContainer): Stated {
  const user = scalarAt(node, 'securityContext', 'runAsUser') ?? scalarAt(spec, 'securityContext', 'runAsUser');
  const host = scalarAt(spec, 'hostNetwork');
  const readOnly = scalarAt(node, 'securityContext', 'readOnlyRootFilesystem');
  const spread = listAt(spec, 'topologySpreadConstraints')[0];
  const preferred = listAt(spec, 'affinity', 'podAntiAffinity', 'preferredDuringSchedulingIgnoredDuringExecution')[0];
  return allStated([
    entriesOnly([
      statedEntry(component, kubernetes.workload, object.kind, object.tree.at, { text: `kind: ${object.kind}` }),
      statedEntry(component, kubernetes.namespace, namespace, scalarAt(object.tree, 'metadata', 'namespace')?.at ?? object.tree.at),
      ...(host?.text === 'true' ? [statedEntry(component, found.network_mode, 'host', host.at, { text: 'hostNetwork: true' })] : []),
      ...(readOnly?.text === 'true' ? [statedEntry(component, found.read_only, true, readOnly.at, { text: 'readOnlyRootFilesystem: true' })] : []),
    ]),
    grace(component, scalarAt(spec, 'terminationGracePeriodSeconds')),
    preStop(component, node),
    stateNode(component, container.run_as_user, 'runAsUser', user, wholeNumber),
    stateNode(component, container.anti_affinity_weight, 'weight', scalarAt(preferred, 'weight'), wholeNumber),
    stateNode(component, container.topology_max_skew, 'maxSkew', scalarAt(spread, 'maxSkew'), wholeNumber),
    stateNode(component, container.ndots, 'ndots', scalarAt(listAt(spec, 'dnsConfig', 'options').find((option) => textAt(option, 'name') === 'ndots'), 'value'), wholeNumber),
  ]);
}

/** The time until the kill; Compose's of the same meaning is not a pod's, and its default does not count. */
function grace(component: string, node: TextNode | undefined): Stated {
  const own = stateNode(component, container.grace_period, 'terminationGracePeriodSeconds', node, seconds);
  return { ...own, entries: [...own.entries, defaultEntry(component, container.stop_grace_period, seconds(node?.text ?? '30') ?? 30_000, 'the grace period of the pod')] };
}

/** `lifecycle.preStop`: its own sleep, or a command that sleeps. */
function preStop(component: string, node: Node): Stated {
  const own = scalarAt(node, 'lifecycle', 'preStop', 'sleep', 'seconds');
  if (own !== undefined) return stateNode(component, container.pre_stop_sleep, 'sleep.seconds', own, seconds);
  const words = listAt(node, 'lifecycle', 'preStop', 'exec', 'command').flatMap((word) => (word.kind === 'scalar' ? [word] : []));
  const text = words.map((word) => word.text).join(' ');
  const [, time] = /(?:^|[\s;&/])sleep ([0-9]{1,6})(?=$|[\s;&])/.exec(text.slice(0, 2000)) ?? [];
  const place = words.find((word) => time !== undefined && word.text.includes(time)) ?? at(node, 'lifecycle');
  return time === undefined || place === undefined ? entriesOnly([]) : entriesOnly([statedEntry(component, container.pre_stop_sleep, Number(time) * 1000, place.at, { text: `preStop: ${inOneLine(text)}` })]);
}

/** Variables; the value of a secret is never kept. */
const variableEntries = (component: string, { variables }: Environment): readonly Entry[] =>
  [...variables.values()].flatMap(({ name, word, literal }) => {
    const secret = isSecretName(name) && isSecretValue(word.text);
    const text = secret ? '***' : masked(word.text);
    return [
      statedEntry(component, found.variable, text, word.at, { subject: name, text: `${name}: ${inOneLine(text)}` }),
      ...(literal && word.text !== '' && (secret || hasPlainPassword(word.text)) ? [statedEntry(component, found.plain_secret, true, word.at, { subject: name, text: `${name}: ***` })] : []),
    ];
  });

const portEntries = (component: string, node: Node): readonly Entry[] => {
  const ports = listAt(node, 'ports').flatMap((port) => scalarAt(port, 'containerPort') ?? []).filter(({ text }) => /^[0-9]{1,5}$/.test(text));
  return ports.map((port) => statedEntry(component, found.exposed, true, port.at, { subject: String(Number(port.text)), text: `containerPort: ${port.text}` }));
};
