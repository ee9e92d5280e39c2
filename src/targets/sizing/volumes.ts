import { prose } from '../../formats/markdown.ts';
import { showValue } from '../../formats/quantity.ts';
import { valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import { isExternal, type Component, type Stack } from '../../model/stack.ts';
import { replicas } from '../../settings/component.ts';
import { volume_size, wal_volume_size } from '../../settings/container.ts';
import * as pg from '../../settings/postgres.ts';
import { writesToDisk } from '../redis.ts';

/** What each component keeps on disk, and the write-ahead log against the volume that it is written to. */
export const volumeLines = (plan: Stack): readonly string[] =>
  plan.components.flatMap((component) => {
    const size = isExternal(plan, component) ? undefined : valueOf(plan, component, volume_size);
    if (size === undefined || (component.kind === 'redis' && !writesToDisk(plan, component))) return [];
    const copies = valueOf(plan, component, replicas) ?? 1;
    const own = valueOf(plan, component, wal_volume_size);
    const each = `${showValue(size, 'bytes')}${own === undefined ? '' : ` and ${showValue(own, 'bytes')} for the write-ahead log`}`;
    const total = copies === 1 ? '' : `, ${copies} times: ${showValue(copies * (size + (own ?? 0)), 'bytes')} in all`;
    return [prose(`${component.name}: ${component.kind === 'nginx' ? 'of the disk of its node' : 'a volume of'} ${each}${total}${component.kind === 'postgres' ? `; ${logWords(plan, component, own ?? size)}` : ''}.`)];
  });

function logWords(plan: Stack, database: Component, volume: number): string {
  const of = (setting: Setting<number>): number => Math.max(0, valueOf(plan, database, setting) ?? 0);
  const [most, slots] = [of(pg.max_wal_size), of(pg.max_slot_wal_keep_size)];
  return `max_wal_size ${showValue(most, 'bytes')} + max_slot_wal_keep_size ${showValue(slots, 'bytes')} = ${showValue(most + slots, 'bytes')} of log, ${Math.round((100 * (most + slots)) / volume)} % of its volume`;
}
