import { major } from '../../model/version.ts';
import { componentNamed, type Stack } from '../../model/stack.ts';
import { valueOf } from '../../model/lookup.ts';
import { version } from '../../settings/component.ts';
import { writesToDisk } from '../../targets/redis.ts';
import { once } from './because.ts';
import { listed } from './words.ts';

/** What a Redis that writes nothing to disk loses when it stops; nothing for all others. */
export function lostKeys(stack: Stack, name: string): string {
  const component = componentNamed(stack, name);
  return component?.kind === 'redis' && !writesToDisk(stack, component) ? '; all its keys are gone' : '';
}

/** Why a PostgreSQL would not start on the data that is there: another major version wrote it. */
export function foreignData(before: Stack, after: Stack, name: string): string | undefined {
  if (componentNamed(before, name)?.kind !== 'postgres' || componentNamed(after, name)?.kind !== 'postgres') return undefined;
  const [was, is] = [before, after].map((stack) => major(valueOf(stack, { name }, version) ?? ''));
  return was === is || !((was ?? 0) > 0 && (is ?? 0) > 0) ? undefined : `PostgreSQL ${is} does not start on the data of ${was}: it is upgraded (pg_upgrade), or dumped and restored, into a new volume`;
}

/** What the image of PostgreSQL reads where there is no data yet, and never again; nothing where no reason names it. */
export function forEmptyVolumes(because: readonly string[]): string {
  const names = once(because.flatMap((reason) => /\bPOSTGRES_(?:DB|USER|PASSWORD|INITDB_ARGS)\b/.exec(reason)?.[0] ?? []));
  return names.length === 0 ? '' : `; ${listed(names)} ${names.length === 1 ? 'counts' : 'count'} for an empty volume alone`;
}
