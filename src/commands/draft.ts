import { showValue } from '../formats/quantity.ts';
import type { Host } from '../host/host.ts';
import { fail } from '../model/problem.ts';
import { quoted } from '../model/quote.ts';
import { PYTHON_TIME, RUNTIME_FIELD, RUNTIMES, runtimeStatements } from './runtime.ts';

interface Place {
  readonly path: string;
  readonly flag: string;
  /** What only a flag says is not asked. */
  readonly question?: string;
}

/** What `gen init` fills in: the place in the profile, the flag, and the question. */
export const FIELDS = {
  name: { path: 'name', flag: '--name', question: 'Name of the stack' },
  runtime: { path: RUNTIME_FIELD, flag: '--runtime', question: `What serves the application: ${RUNTIMES.join(', ')}` },
  topology: { path: 'topology', flag: '--topology' },
  platform: { path: 'machine.platform', flag: '--platform' },
  cpu: { path: 'machine.cpu', flag: '--cpu', question: 'CPU cores' },
  memory: { path: 'machine.memory', flag: '--memory', question: 'Memory' },
  diskKind: { path: 'machine.disk.kind', flag: '--disk-kind', question: 'Disk: hdd, san, ssd or nvme' },
  diskSize: { path: 'machine.disk.size', flag: '--disk-size', question: 'Size of the disk' },
  rps: { path: 'targets.rps', flag: '--rps', question: 'Requests per second to be answered' },
  p95: { path: 'targets.p95', flag: '--p95', question: '95th percentile of the response time to be kept' },
  domain: { path: 'domain', flag: '--domain', question: 'Public host name, empty for any' },
} as const satisfies Readonly<Record<string, Place>>;

/** The name of one thing that `gen init` fills in. */
export type Field = keyof typeof FIELDS;

const places: Readonly<Record<Field, Place>> = FIELDS;
/** What is asked for it; nothing where only a flag says it. */
export const questionFor = (field: Field): string | undefined => places[field].question;

/** All of them, in the order in which they are asked. */
export const fields = Object.keys(FIELDS) as readonly Field[];

/** One answer as it stands in the profile, and where it is from. */
export interface Answer {
  readonly text: string;
  readonly from: string;
}

/** The answers there are. What is missing comes from the profile that the new one extends. */
export type Answers = Readonly<Partial<Record<Field, Answer>>>;

/** What the host answers by itself. */
export const hostAnswers = (host: Host): Answers => ({
  cpu: { text: showValue(host.cpu.value, 'millicores'), from: host.cpu.from },
  memory: { text: showValue(host.memory.value, 'bytes'), from: host.memory.from },
  diskKind: { text: host.diskKind.value, from: host.diskKind.from },
  diskSize: { text: showValue(host.diskSize.value, 'bytes'), from: host.diskSize.from },
});

/** The answers as statements that the loader takes. */
export const statements = (answers: Answers): readonly string[] =>
  fields.flatMap((field) => (answers[field] === undefined ? [] : stated(field, answers[field].text)));

function stated(field: Field, text: string): readonly string[] {
  if (field !== 'runtime') return [`${FIELDS[field].path}=${text}`];
  if (!RUNTIMES.some((known) => known === text)) fail(`expected ${RUNTIMES.join(', ')}, found ${quoted(text)}`, { file: FIELDS[field].flag, line: 0, column: 0 });
  return runtimeStatements(text);
}

/** A text as YAML; one that YAML would take for a number or a word of its own is put in quotes. */
const scalar = (field: Field, text: string): string =>
  (field === 'name' || field === 'domain') && /^[0-9.]+$|^(true|false|null|yes|no|on|off)$/i.test(text) ? JSON.stringify(text) : text;

/** A commented profile with these answers; what nobody answered stands there as a comment. */
export function draftProfile(answers: Answers, base: string): string {
  const line = (indent: string, key: string, field: Field, example: string): string => {
    const answer = answers[field];
    return answer === undefined ? `${indent}# ${key}: ${example}` : `${indent}${`${key}: ${scalar(field, answer.text)}`.padEnd(24 - indent.length)} # ${answer.from}`;
  };
  const block = (key: string, of: readonly Field[], body: readonly string[]): readonly string[] => {
    if (of.some((field) => answers[field] !== undefined)) return [`${key}:`, ...body];
    return [`# ${key}:`, ...body.map((text) => `#   ${text.trim().replace(/^# /, '')}`)];
  };
  const cluster = answers.topology?.text === 'cluster';
  const python = answers.runtime === undefined || answers.runtime.text === 'node' ? undefined : answers.runtime;
  return [
    '# yaml-language-server: $schema=./profile.schema.json',
    '#',
    '# A profile of Plumbline: what the stack runs on and what it must carry.',
    '# Everything left out comes from the profile that this one extends.',
    '',
    `extends: ${base}`,
    line('', 'name', 'name', 'shop'),
    line('', 'domain', 'domain', 'shop.example.com'),
    ...(answers.topology === undefined ? [] : [line('', 'topology', 'topology', 'machine')]),
    '',
    cluster ? '# One node: how many there are follows from the targets.' : '# What all components share.',
    ...block('machine', ['cpu', 'memory', 'platform', 'diskKind', 'diskSize'], [
      line('  ', 'cpu', 'cpu', cluster ? '16' : '4'),
      line('  ', 'memory', 'memory', cluster ? '64GiB' : '8GiB'),
      ...(answers.platform === undefined && !cluster ? [] : [line('  ', 'platform', 'platform', 'gke')]),
      ...(answers.diskKind === undefined && answers.diskSize === undefined ? ['  # disk: { kind: ssd, size: 100GiB }'] : ['  disk:', line('    ', 'kind', 'diskKind', 'ssd'), line('    ', 'size', 'diskSize', '100GiB')]),
    ]),
    '',
    '# What is promised to users.',
    ...block('targets', ['rps', 'p95'], [line('  ', 'rps', 'rps', '1000'), line('  ', 'p95', 'p95', '150ms')]),
    '',
    ...(python === undefined ? [] : [
      '# In the place of the application of the base, which runs Node. Say what it is built from, and what it is: interface: wsgi or asgi, app: module:variable.',
      'without: [api]',
      'components:',
      `  - { name: api, kind: ${python.text} } # ${python.from}`,
      '',
    ]),
    '# What one request costs: measure it. CPU and waiting time decide how many processes are needed.',
    ...(python === undefined ? ['# workload:', '#   cpu_time: 1ms'] : ['workload:', `  cpu_time: ${PYTHON_TIME} # assumed for Python`]),
    '#   wait_time: 8ms',
    '#   queries_per_request: 2',
    '',
    '# Any value that you know better; see: gen explain --all',
    '# settings:',
    '#   db.postgres.max_connections: 200',
    '',
  ].join('\n');
}
