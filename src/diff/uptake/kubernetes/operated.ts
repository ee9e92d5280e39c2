import { counted } from '../../../model/quote.ts';
import { kafkaReadsAtStart, pgbouncerReadsAtStart } from '../../../settings/at-start.ts';
import { becauseOfKind, becauseOfNames, once } from '../because.ts';
import { topicSteps } from '../kafka.ts';
import type { Step } from '../step.ts';
import { differingNames, type Told } from '../told.ts';
import { alongside, listed } from '../words.ts';
import { below, differingPaths, listBelow, mappingBelow, textBelow, without, type YamlMapping } from '../yaml-values.ts';
import type { Pair } from './objects.ts';
import { shrinks } from './quantities.ts';
import { kubectl, stepOf, type Scene, type Taker } from './scene.ts';

const textsBelow = (value: YamlMapping, ...keys: readonly string[]): Told => new Map(Object.entries(mappingBelow(value, ...keys)).map(([name, text]) => [name, typeof text === 'string' ? text : JSON.stringify(text)]));

/** A Pooler of CloudNativePG: PgBouncer reads again what it can, and nobody restarts it for the rest. */
export const pooler: Taker = (pair, scene) => {
  const pods = differingPaths(mappingBelow(pair.before, 'spec', 'template'), mappingBelow(pair.after, 'spec', 'template'), 'spec.template');
  const told = (value: YamlMapping): Told => new Map([...textsBelow(value, 'spec', 'pgbouncer', 'parameters'), ['pool_mode', textBelow(value, 'spec', 'pgbouncer', 'poolMode') ?? 'session']]);
  const names = differingNames(told(pair.before), told(pair.after));
  const because = (all: readonly string[]): readonly string[] => becauseOfNames(scene.changes, pair.component, 'pgbouncer', all, `${pair.file} Pooler/${pair.name}`);
  if (pods.length > 0) {
    const step = stepOf(scene, pair, 'roll', `its ${counted(Number(textBelow(pair.after, 'spec', 'instances') ?? 1), 'pod is', 'pods are')} replaced one after the other: clients of each connect again${names.length === 0 ? '' : `; ${listed(names)} ${names.length === 1 ? 'comes' : 'come'} with it`}`, pods);
    return [{ ...step, because: once([...step.because, ...because(names)]) }, ...scaled(pair, scene)];
  }
  const restart = names.filter(pgbouncerReadsAtStart);
  if (restart.length > 0) return [{ ...stepOf(scene, pair, 'by hand', `CloudNativePG has PgBouncer read its file again, which leaves ${listed(restart)} as ${restart.length === 1 ? 'it is' : 'they are'}: its pods must start again${alongside(names.length - restart.length)}`, [], kubectl(pair, `rollout restart deployment/${pair.name}`)), because: because(restart) }, ...scaled(pair, scene)];
  return [...(names.length === 0 ? [] : [{ ...stepOf(scene, pair, 'reload', `CloudNativePG has PgBouncer read ${listed(names)} again: no client connection ends`, []), because: because(names) }]), ...scaled(pair, scene)];
};

function scaled(pair: Pair, scene: Scene): readonly Step[] {
  const [was, is] = [pair.before, pair.after].map((value) => textBelow(value, 'spec', 'instances') ?? '1');
  return was === is ? [] : [stepOf(scene, pair, 'scale', `${counted(Number(is), 'pod')} instead of ${was ?? ''}: clients of those that go connect again`, ['spec.instances'])];
}

/** A RedisFailover: what is told while Redis runs, and what makes new pods, copies before the master. */
export const redisFailover: Taker = (pair, scene) =>
  (['redis', 'sentinel'] as const).flatMap((part): readonly Step[] => {
    const [was, is] = [pair.before, pair.after].map((value) => mappingBelow(value, 'spec', part));
    if (was === undefined || is === undefined) return [];
    const pods = differingPaths(without(was, ['replicas'], ['customConfig']), without(is, ['replicas'], ['customConfig']), `spec.${part}`);
    const count = textBelow(is, 'replicas') ?? '3';
    const rolls = pods.length === 0 ? [] : [stepOf(scene, pair, 'roll', part === 'redis' ? `the operator deletes its ${count} pods one after the other, the master last: a copy takes over, and what was written in its last moment may be lost` : `its ${count} sentinels are replaced one after the other`, pods.filter((place) => !place.endsWith('.command')))].map((step) => (pods.some((place) => place.endsWith('.command')) ? { ...step, because: once([...becauseOfKind(scene.changes, pair.component, 'redis'), ...step.because]) } : step));
    const config = differingPaths(below(was, 'customConfig'), below(is, 'customConfig'), `spec.${part}.customConfig`);
    const told = config.length === 0 ? [] : [stepOf(scene, pair, 'reload', `the operator tells every ${part === 'redis' ? 'Redis' : 'sentinel'} while it runs`, config)];
    const scale = textBelow(was, 'replicas') === textBelow(is, 'replicas') ? [] : [stepOf(scene, pair, 'scale', `${count} of ${part} instead of ${textBelow(was, 'replicas') ?? '3'}`, [`spec.${part}.replicas`])];
    return [...rolls, ...told, ...scale];
  });

/** A Kafka of Strimzi: brokers are told what is dynamic, and replaced one at a time for the rest. */
export const kafka: Taker = (pair, scene) => {
  const [before, after] = [pair.before, pair.after].map((value) => textsBelow(value, 'spec', 'kafka', 'config'));
  if (before === undefined || after === undefined) return [];
  const names = differingNames(before, after);
  const restart = names.filter(kafkaReadsAtStart);
  const because = (all: readonly string[]): readonly string[] => becauseOfNames(scene.changes, pair.component, 'kafka', all, `${pair.file} Kafka/${pair.name}`);
  const pods = differingPaths(without(mappingBelow(pair.before, 'spec', 'kafka'), ['config'], ['template', 'podDisruptionBudget']), without(mappingBelow(pair.after, 'spec', 'kafka'), ['config'], ['template', 'podDisruptionBudget']), 'spec.kafka');
  const topics = topicSteps('kubernetes', pair.component, before, after, because);
  if (pods.length + restart.length > 0) {
    const step = stepOf(scene, pair, 'roll', `Strimzi replaces the brokers one at a time, and waits until the copies have caught up: clients of each find the others${names.length === 0 ? '' : `; ${listed(names)} ${names.length === 1 ? 'comes' : 'come'} with it`}`, pods);
    return [{ ...step, because: once([...step.because, ...because(restart)]) }, ...topics];
  }
  return [...(names.length === 0 ? [] : [{ ...stepOf(scene, pair, 'reload', `Strimzi tells every broker ${listed(names)} while it runs`, []), because: because(names) }]), ...topics];
};

/** The nodes of a Kafka of Strimzi. */
export const nodePool: Taker = (pair, scene) => {
  const pods = differingPaths(without(mappingBelow(pair.before, 'spec'), ['replicas'], ['storage']), without(mappingBelow(pair.after, 'spec'), ['replicas'], ['storage']), 'spec');
  const [was, is] = [pair.before, pair.after].map((value) => Number(textBelow(value, 'spec', 'replicas') ?? 1));
  const roll = pods.length === 0 ? [] : [stepOf(scene, pair, 'roll', `Strimzi replaces its ${is ?? ''} nodes one at a time, and waits until the copies have caught up`, pods)];
  return [...nodeVolumes(pair, scene), ...roll, ...(was === is || was === undefined || is === undefined ? [] : [nodes(pair, scene, was, is)])];
};

function nodes(pair: Pair, scene: Scene, was: number, is: number): Step {
  const quorum = listBelow(pair.after, 'spec', 'roles').includes('controller') ? '; they are controllers too: ask the release of Strimzi whether it changes their quorum' : '';
  return stepOf(scene, pair, 'by hand', is > was ? `${is} nodes instead of ${was}: topics that are there stay where they are until somebody moves partitions to the new ones (KafkaRebalance)${quorum}` : `${is} nodes instead of ${was}: Strimzi removes none that still holds partitions: move them first (KafkaRebalance)${quorum}`, ['spec.replicas']);
}

/** Its volumes grow; another size below, or another kind, Strimzi leaves undone. */
function nodeVolumes(pair: Pair, scene: Scene): readonly Step[] {
  const places = differingPaths(mappingBelow(pair.before, 'spec', 'storage'), mappingBelow(pair.after, 'spec', 'storage'), 'spec.storage');
  if (places.length === 0) return [];
  const size = (value: YamlMapping): string | undefined => textBelow(listBelow(value, 'spec', 'storage', 'volumes')[0], 'size') ?? textBelow(value, 'spec', 'storage', 'size');
  const [was, is] = [size(pair.before), size(pair.after)];
  if (shrinks(was, is) === false && places.length === 1) return [stepOf(scene, pair, 'resize', `the volumes grow from ${was ?? ''} to ${is ?? ''} where their StorageClass allows it (allowVolumeExpansion)`, places)];
  return [stepOf(scene, pair, 'refused', shrinks(was, is) === true ? `a volume never shrinks: Strimzi leaves it at ${was ?? ''}` : 'Strimzi changes nothing of storage but its size: another kind of volume is another pool of nodes', places)];
}
