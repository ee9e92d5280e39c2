import { dockerCpus, dockerSize, dockerTime, flagValue, logFileSize, wholeNumber } from '../../formats/docker-values.ts';
import type { Setting } from '../../model/setting.ts';
import { CORE } from '../../model/value.ts';
import * as c from '../../settings/container.ts';
import { replicas } from '../../settings/component.ts';
import * as found from '../../settings/found.ts';
import { isNull, under, type Group, type Node } from './node.ts';
import { namedGroup } from './shapes.ts';
import { shown, state, stateText, unknown, wrong, type Service } from './stating.ts';

const SIZE = 'a size such as 512m';
const TIME = 'a time such as 30s';
const NUMBER = 'a whole number';
const text = (word: string): string => word;

/** Limits of one replica that others need to know. */
export interface Limits {
  readonly cpu?: number;
  readonly memory?: number;
}

/** States the limits of a service in every spelling; where two differ, the one under `deploy` counts. */
export function readLimits(service: Service, node: Group): Limits {
  const limits = under(node, 'deploy', 'resources', 'limits');
  const reserved = under(node, 'deploy', 'resources', 'reservations');
  const memory = either(service, c.memory_limit, [['memory', under(limits, 'memory')], ['mem_limit', under(node, 'mem_limit')]], dockerSize, SIZE);
  const cpu = either(service, c.cpu_limit, [['cpus', under(limits, 'cpus')], ['cpus', under(node, 'cpus')]], dockerCpus, 'a number of cores such as 0.5') ?? quota(service, node);
  either(service, c.memory_reservation, [['memory', under(reserved, 'memory')], ['mem_reservation', under(node, 'mem_reservation')]], dockerSize, SIZE);
  either(service, c.cpu_reservation, [['cpus', under(reserved, 'cpus')]], dockerCpus, 'a number of cores such as 0.5');
  either(service, c.pids_limit, [['pids', under(limits, 'pids')], ['pids_limit', under(node, 'pids_limit')]], wholeNumber, NUMBER);
  either(service, replicas, [['replicas', under(node, 'deploy', 'replicas')], ['scale', under(node, 'scale')]], wholeNumber, NUMBER);
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

type Spelling = readonly [key: string, node: Node | undefined];

/** The first spelling that is stated; another that differs is kept beside it. None and 0 are no limit, but for replicas. */
function either(service: Service, setting: Setting<number>, spellings: readonly Spelling[], parse: (text: string) => number | undefined, expected: string): number | undefined {
  const stated = spellings.filter((one): one is [string, Node] => one[1] !== undefined && !isNull(one[1]));
  const [first, second] = stated;
  if (first === undefined) return undefined;
  const limited = (value: number | undefined): boolean => value !== undefined && (value > 0 || setting === replicas);
  const [key, node] = first;
  if (node.kind === 'text' && node.because === undefined && parse(node.text) !== undefined && !limited(parse(node.text))) return undefined;
  const value = stateText(service, setting, node, parse, expected, { key });
  const other = second?.[1].kind === 'text' && second[1].because === undefined ? parse(second[1].text) : undefined;
  if (second?.[1].kind === 'text' && value !== undefined && other !== undefined && other !== value && limited(other)) {
    state(service, found.other_limit, second[1].text, second[1].at, { subject: second[0], text: shown(second[0], second[1].written) });
  }
  return value;
}

/** `cpu_quota` in microseconds of each `cpu_period`. */
function quota(service: Service, node: Group): number | undefined {
  const [share, period] = [under(node, 'cpu_quota'), under(node, 'cpu_period')];
  if (share?.kind !== 'text' || isNull(share)) return undefined;
  const micro = (word: string): number | undefined => wholeNumber(word) ?? (dockerTime(word) === undefined ? undefined : (dockerTime(word) ?? 0) * 1000);
  const each = period?.kind === 'text' && !isNull(period) ? micro(period.text) : 100_000;
  const value = micro(share.text);
  if (share.because !== undefined || (period?.kind === 'text' && period.because !== undefined)) unknown(service, c.cpu_limit, share, 'cpu_quota');
  else if (value === undefined || each === undefined || each <= 0) wrong(service, 'cpu_quota', share, NUMBER);
  else if (value > 0) {
    const cores = Math.round((value / each) * CORE);
    state(service, c.cpu_limit, cores, share.at, { text: shown('cpu_quota', share.written) });
    return cores;
  }
  return undefined;
}

/** States what else a service says of how its container runs. */
export function readRunning(service: Service, node: Group): void {
  stateText(service, c.shm_size, under(node, 'shm_size'), dockerSize, SIZE, { key: 'shm_size' });
  stateText(service, c.stop_grace_period, under(node, 'stop_grace_period'), dockerTime, TIME, { key: 'stop_grace_period' });
  stateText(service, found.stop_signal, under(node, 'stop_signal'), text, 'a signal', { key: 'stop_signal' });
  stateText(service, found.restart, under(node, 'restart') ?? under(node, 'deploy', 'restart_policy', 'condition'), text, 'a word such as unless-stopped', { key: 'restart' });
  stateText(service, found.read_only, under(node, 'read_only'), flagValue, 'true or false', { key: 'read_only' });
  readUser(service, under(node, 'user'));
  readFiles(service, under(node, 'ulimits', 'nofile'));
  const sysctls = under(node, 'sysctls');
  stateText(service, c.somaxconn, sysctls === undefined ? undefined : under(namedGroup(sysctls), 'net.core.somaxconn'), wholeNumber, NUMBER, { key: 'net.core.somaxconn' });
  stateText(service, c.log_max_size, under(node, 'logging', 'options', 'max-size'), logFileSize, 'a size such as 10m', { key: 'max-size' });
  stateText(service, c.log_max_file, under(node, 'logging', 'options', 'max-file'), wholeNumber, NUMBER, { key: 'max-file' });
}

/** A user by number; names are the image's own. */
function readUser(service: Service, node: Node | undefined): void {
  if (node?.kind !== 'text') return;
  if (node.because !== undefined) unknown(service, c.user, node, 'user');
  const number = wholeNumber(node.text.split(':')[0] ?? '');
  if (number !== undefined) state(service, c.user, number, node.at, { text: shown('user', node.written) });
}

/** One number for both limits, or the soft and the hard one. */
function readFiles(service: Service, node: Node | undefined): void {
  const spellings = [['nofile', node?.kind === 'group' ? undefined : node, c.nofile], ['soft', under(node, 'soft'), c.nofile], ['hard', under(node, 'hard'), found.nofile_hard]] as const;
  for (const [key, stated, setting] of spellings) {
    if (stated?.kind === 'text' && stated.text === '-1') unknown(service, setting, { ...stated, because: '-1 is as many as the host allows' }, key);
    else stateText(service, setting, stated, wholeNumber, NUMBER, { key });
  }
}
