import { bare } from '../../formats/postgres-values.ts';
import type { PlainMap } from '../../formats/yaml-print.ts';
import type { Entry } from '../../model/entry.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { FIXED_PARAMETERS } from '../../settings/cloudnativepg-fixed.ts';
import { tuned } from '../kubernetes/tuned.ts';
import { parameterGroups } from '../postgres.ts';

/** The libraries that PostgreSQL loads at its start have a field of their own. */
const LIBRARIES = 'shared_preload_libraries';

const parametersOf = (plan: Stack, database: Component): readonly Entry[] => parameterGroups(plan, database).flatMap(({ entries }) => entries);

/** `postgresql.parameters`: what the plan says of the server, but for what the operator sets itself. All values are text. */
export const parameters = (plan: Stack, database: Component): PlainMap =>
  Object.fromEntries(parametersOf(plan, database).filter(({ setting }) => !FIXED_PARAMETERS.has(setting.name)).map((entry) => [entry.setting.name, tuned(bare(entry.setting, entry.value), entry)]));

/** `postgresql.shared_preload_libraries`, where the profile states some. */
export function libraries(plan: Stack, database: Component): readonly string[] | undefined {
  const entry = parametersOf(plan, database).find(({ setting }) => setting.name === LIBRARIES);
  return entry === undefined ? undefined : String(entry.value).split(',').map((name) => tuned(name.trim(), entry));
}

/** Parameters that the profile states and the operator does not take. */
export const refused = (plan: Stack, database: Component): readonly string[] =>
  parametersOf(plan, database).flatMap(({ setting, origin }) => (origin.from === 'stated' && setting.name !== LIBRARIES && FIXED_PARAMETERS.has(setting.name) ? [setting.name] : []));
