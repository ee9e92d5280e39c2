import type { Component, Stack } from '../model/stack.ts';
import { valueOf } from '../model/lookup.ts';
import { CORE, GiB, sum } from '../model/value.ts';
import { replicas } from '../settings/component.ts';
import { cpu_limit, memory_limit } from '../settings/container.ts';
import { entriesOf, fieldOf, type Statement } from './statement.ts';

/** What the limits of containers leave to the system: a share of the machine, and bytes. */
const KEPT_BACK = { share: 1.2, bytes: GiB / 2 };
/** Cores that a component without a limit is given room for. */
const UNSTATED = 0.5;
/** Cores and GiB of a machine of which no limit says anything. */
const USUAL = { cores: 4, gib: 8 };

/** How a size that nobody stated is told: such a machine may be taken larger. */
export const GUESSED = '# no machine is named';

/** The lines of the profile that say the machine: what is stated, else the smallest that holds the limits. */
export function machineLines(stack: Stack, carried: readonly Component[]): readonly string[] {
  const machine = entriesOf(stack, 'machine').flatMap((entry) => fieldOf(entry, entry.setting.name) ?? []);
  const of = (key: string): Statement | undefined => machine.find((statement) => statement.key === key);
  const line = (indent: string, name: string, statement: Statement | undefined): readonly string[] => (statement === undefined ? [] : [`${indent}${name}: ${statement.text} # ${statement.from}`]);
  const disk = [...line('    ', 'kind', of('disk.kind')), ...line('    ', 'size', of('disk.size'))];
  const known = [...line('  ', 'cpu', of('cpu')), ...line('  ', 'memory', of('memory'))];
  return ['', ...(disk.length === 0 ? ['# Disk and targets stand in no file: --machine 4cpu/8GiB/100GiB states the disk, and targets: { rps: 200 } the load.'] : ['# Targets stand in no file: targets: { rps: 200 } states the load.']), 'machine:', ...(known.length > 0 ? known : guessed(stack, carried)), ...(disk.length === 0 ? [] : ['  disk:', ...disk])];
}

function guessed(stack: Stack, carried: readonly Component[]): readonly string[] {
  const total = (setting: typeof cpu_limit): number => sum(carried.map((component) => (valueOf(stack, component, setting) ?? 0) * (valueOf(stack, component, replicas) ?? 1)));
  const [cores, bytes] = [total(cpu_limit), total(memory_limit)];
  const others = carried.filter((component) => valueOf(stack, component, cpu_limit) === undefined).length;
  const [cpu, memory] = [cores > 0 ? Math.ceil(cores / CORE + UNSTATED * others) : USUAL.cores, bytes > 0 ? Math.ceil((bytes * KEPT_BACK.share + KEPT_BACK.bytes) / GiB) : USUAL.gib];
  const said = (known: boolean, amount: string): string => `${GUESSED}: ${known ? `the limits add up to ${amount}` : 'no limit says how large it is'}`;
  return [`  cpu: ${cpu} ${said(cores > 0, `${cores / CORE} cores`)}`, `  memory: ${memory}GiB ${said(bytes > 0, `${Math.ceil(bytes / (GiB / 1024))}MiB`)}`];
}
