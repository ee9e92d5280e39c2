import { parseValue } from '../../formats/quantity.ts';
import { loadProfile, type LoadRequest } from '../../load.ts';
import { statedEntry, type Entry } from '../../model/entry.ts';
import { fail } from '../../model/problem.ts';
import { quoted } from '../../model/quote.ts';
import type { Setting } from '../../model/setting.ts';
import { PROFILE_PARTS, type Stack } from '../../model/stack.ts';
import { builtInDirectory } from '../../package.ts';
import { app_rps } from '../../settings/component.ts';
import { messages } from '../../settings/kafka.ts';
import * as profile from '../../settings/profile.ts';
import { size } from '../../size.ts';

const AT = { file: '--machine', line: 0, column: 0 };

/** The entries of a machine such as `4cpu/8GiB` or `4/8GiB/100GiB`, judged as it is given: nothing of it is kept back. */
export function machineEntries(text: string): readonly Entry[] {
  const [cores = '', memory = '', disk, ...rest] = text.split('/').map((part) => part.trim());
  const cpu = parseValue(cores.replace(/ ?(cpus?|cores?)$/i, ''), 'millicores');
  const bytes = parseValue(memory, 'bytes');
  const space = disk === undefined ? undefined : parseValue(disk, 'bytes');
  const wrong = [cpu, bytes, ...(disk === undefined ? [] : [space])].some((value) => typeof value !== 'number' || value <= 0);
  if (wrong || rest.length > 0) fail(`expected a machine, found ${quoted(text)}`, AT, 'cores, memory, and the disk where it matters: 4cpu/8GiB or 4cpu/8GiB/100GiB');
  const stated = (setting: Setting<number>, value: unknown): readonly Entry[] => (typeof value === 'number' ? [statedEntry('machine', setting, value, AT)] : []);
  return [
    ...stated(profile.cpu, cpu), ...stated(profile.allocatable_cpu, cpu),
    ...stated(profile.memory, bytes), ...stated(profile.allocatable_memory, bytes),
    ...stated(profile.disk_size, space),
  ];
}

/** What no file of a stack tells: how many requests reach each application, and what one costs. */
const isTraffic = ({ setting }: Entry): boolean => setting.kind === 'workload' || setting === app_rps || setting === messages;

/** What a profile says of machine, targets, workload, and the traffic of its applications, the machine's reserve taken off as when it is sized. */
export const profileEntries = (which: Pick<LoadRequest, 'profile' | 'sized' | 'cwd'>): readonly Entry[] => planEntries(size(loadProfile({ ...which, sets: [], builtInDirectory })));

/** What a plan knows and its files do not tell. */
export function planEntries(plan: Stack): readonly Entry[] {
  const parts: readonly string[] = PROFILE_PARTS.filter((part) => part !== 'profile');
  return [...plan.entries.values()].filter((entry) => parts.includes(entry.component) || isTraffic(entry));
}
