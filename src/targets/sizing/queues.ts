import { prose } from '../../formats/markdown.ts';
import { showValue } from '../../formats/quantity.ts';
import { valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import { isExternal, type Component, type Stack } from '../../model/stack.ts';
import { replicas } from '../../settings/component.ts';
import { volume_size } from '../../settings/container.ts';
import * as kafka from '../../settings/kafka.ts';

/** Partitions against the consumers that may read them, and what is retained against the volume of a broker. */
export const queueLines = (plan: Stack): readonly string[] => plan.components.filter((component) => component.kind === 'kafka' && !isExternal(plan, component)).flatMap((queue) => [...partitionLine(plan, queue), ...retentionLine(plan, queue)]);

function partitionLine(plan: Stack, queue: Component): readonly string[] {
  const of = (setting: Setting<number>): number | undefined => valueOf(plan, queue, setting);
  const [partitions, consumers] = [of(kafka.num_partitions), of(kafka.consumers)];
  if (partitions === undefined || consumers === undefined) return [];
  const brokers = of(replicas) ?? 1;
  const verdict = consumers > partitions ? `**${consumers - partitions} would have nothing to do**` : 'each has one at least';
  return [`${prose(`${queue.name}: a topic has ${partitions} partitions for the ${consumers} consumers that its largest group may have:`)} ${verdict}${prose(`; ${brokers === 1 ? 'one broker' : `${brokers} brokers`}, ${of(kafka.default_replication_factor) ?? 1} copies, of which ${of(kafka.min_insync_replicas) ?? 1} must have a message.`)}`];
}

function retentionLine(plan: Stack, queue: Component): readonly string[] {
  const of = (setting: Setting<number>): number | undefined => valueOf(plan, queue, setting);
  const [retained, segment, held, volume] = [of(kafka.log_retention_bytes), of(kafka.log_segment_bytes), of(kafka.broker_partitions), of(volume_size)];
  if (retained === undefined || retained < 0 || segment === undefined || held === undefined || volume === undefined) return [];
  const most = held * (retained + segment);
  return [prose(`${queue.name}: a broker holds ${held} partitions x (${showValue(retained, 'bytes')} retained + a segment of ${showValue(segment, 'bytes')}) = ${showValue(most, 'bytes')} at most, ${Math.round((100 * most) / volume)} % of its volume of ${showValue(volume, 'bytes')}.`)];
}
