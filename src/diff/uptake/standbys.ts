import type { Told } from './told.ts';
import { listed } from './words.ts';

/**
 * Parameters of which a standby must have at least what its primary has: it stops otherwise.
 * Source: PostgreSQL, Hot Standby, Administrator's Overview.
 */
const AT_LEAST_ON_STANDBYS: readonly string[] = ['max_connections', 'max_prepared_transactions', 'max_wal_senders', 'max_worker_processes', 'max_locks_per_transaction'];

/** Which of them rise, and which fall. */
export function standbyParameters(before: Told, after: Told): { readonly raised: readonly string[]; readonly lowered: readonly string[] } {
  const step = (name: string): number => Number(after.get(name) ?? NaN) - Number(before.get(name) ?? NaN);
  return { raised: AT_LEAST_ON_STANDBYS.filter((name) => step(name) > 0), lowered: AT_LEAST_ON_STANDBYS.filter((name) => step(name) < 0) };
}

/** In which order servers that copy from each other take a change up; nothing where any order does. */
export function standbyOrder(before: Told, after: Told): string {
  const { raised, lowered } = standbyParameters(before, after);
  const said = [...(raised.length === 0 ? [] : [`${listed(raised)} ${raised.length === 1 ? 'rises' : 'rise'} on its standbys first`]), ...(lowered.length === 0 ? [] : [`${listed(lowered)} ${lowered.length === 1 ? 'falls' : 'fall'} on the primary first`])];
  return said.length === 0 ? '' : `; where it has standbys, ${said.join(' and ')}`;
}
