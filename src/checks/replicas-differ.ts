import { defineCheck, type Breach } from '../model/check.ts';
import { documentsOf } from '../model/document.ts';
import { files, structure } from '../model/input.ts';
import { PROJECT } from '../model/stack.ts';
import { composeFile } from '../formats/compose-file.ts';
import { inCompose } from './compose-example.ts';
import { copiesOf, type Copy } from './copies.ts';
import { lostVariables, type Lost } from './lost-variables.ts';
import { sides, told } from './wiring.ts';

/** Variables in which copies of a service differ on purpose, and those that choose one of them for work that is done once. */
const PERSONAL = /(?:^|_)(?:NAME|ID|HOSTNAME|INSTANCE|NODE|INDEX|NUMBER|NO|REPLICA|SHARD|COLOU?R|PORT|ADDRESS|VERSION|PID|PIDFILE|LOG|LOGFILE|TITLE|MESSAGE|SERVER)$/;
const ONCE = /MIGRAT|CRON|SCHEDUL|LEADER|PRIMARY|MASTER|ROLE|SEED|INIT|BEAT|WORKER_TYPE/;

/** A value without the copy's name and number; `2` is a number of its own in `node-2`, not in `5432`. */
function withoutOwn(value: string, { name }: Copy): string {
  const number = /(?<![0-9])[0-9]+$/.exec(name)?.[0];
  const rest = value.replaceAll(name, '');
  return number === undefined ? rest : rest.replaceAll(new RegExp(`(?<![0-9])${number}(?![0-9])`, 'g'), '');
}

/** A proxy that uses another port than the copy listens on, though another copy has that port. */
const portsOf = (copies: readonly Copy[]): readonly Breach[] => copies.flatMap((copy) =>
  copy.used.filter(({ port }) => copy.ports.length > 0 && !copy.ports.includes(port) && copies.some((other) => other !== copy && other.ports.includes(port))).map(({ by, port, entry }) => ({
    message: `${by} uses port ${port} for ${copy.name}, which listens on ${copy.ports.join(', ')}; ${told(copies.filter((other) => other.ports.includes(port)).map(({ name }) => name))} has ${port}`,
    entries: sides(entry, ...(copy.portEntries ?? [])), severity: 'error' as const, confidence: 'certain' as const,
  })));

/** Numbers of workers, pools and limits that one copy states differently. */
function numbersOf([first, ...others]: readonly Copy[]): readonly Breach[] {
  return others.flatMap((copy) => (first?.numbers ?? []).flatMap(({ setting, value, entry }): readonly Breach[] => {
    const own = copy.numbers.find((other) => other.setting === setting);
    return own === undefined || own.value === value ? [] : [{ message: `${first?.name ?? ''} has ${setting} ${value}, ${copy.name} has ${own.value}`, entries: sides(entry, own.entry) }];
  }));
}

/** Variables that one copy has and another lacks, or has with another value. */
function variablesOf(copies: readonly Copy[], lost: readonly Lost[]): readonly Breach[] {
  const names = new Set(copies.flatMap(({ variables }) => variables.map(({ subject }) => subject)));
  return [...names].filter((name) => !ONCE.test(name)).flatMap((name): readonly Breach[] => {
    const having = copies.flatMap((copy) => copy.variables.filter(({ subject }) => subject === name).map((variable) => ({ copy, variable })));
    const entries = sides(...having.map(({ variable }) => variable.entry));
    const explained = lost.filter(({ names: gone }) => gone.includes(name)).map(({ service }) => service);
    const lacking = copies.filter((copy) => !having.some((one) => one.copy === copy) && !explained.includes(copy.name));
    if (lacking.length > 0) return PERSONAL.test(name) ? [] : [{ message: `${told(having.map(({ copy }) => copy.name))} has ${name}, ${told(lacking.map((copy) => copy.name))} has not`, entries }];
    const written = new Set(having.map(({ variable }) => variable.value));
    const values = new Set(having.map(({ copy, variable }) => withoutOwn(variable.value, copy)));
    return written.size < 2 || values.size < 2 || PERSONAL.test(name) ? [] : [{ message: `${name} differs between ${told(copies.map((copy) => copy.name))}`, entries, severity: 'note' }];
  });
}

/** Services that are copies of each other: what one of them states differently. */
export const replicasDiffer = defineCheck({
  id: 'replicas-differ',
  severity: 'warning',
  confidence: 'likely',
  on: ['project'],
  when: (stack) => copiesOf(stack).length > 0 || documentsOf(stack.documents, PROJECT.name, composeFile).length > 0,
  reads: { families: structure(copiesOf), projects: files(composeFile) },
  broken: ({ families, projects }) => {
    const lost = projects.flatMap(({ content }) => lostVariables(content));
    return [
      ...families.flatMap((copies) => [...portsOf(copies), ...numbersOf(copies), ...variablesOf(copies, lost)]),
      ...lost.map(({ service, names, at }): Breach => ({ message: `the environment of ${service} replaces the one that it merges (<<): it lacks ${told(names)}`, at, entries: [] })),
    ];
  },
  why: 'A request succeeds or fails by the copy that it meets; a merge key (<<) takes a whole key over, it does not merge what stands below it.',
  fix: 'write what the copies share once: one service with deploy.replicas, or an anchor that is merged inside of environment as well.',
  source: 'yaml.org/type/merge: a key of the mapping itself wins as a whole; docs.docker.com/reference/compose-file/fragments',
  examples: {
    holds: [
      { families: [[{ name: 'web1', ports: [3000], used: [{ by: 'proxy', port: 3000 }], numbers: [], variables: [{ subject: 'NAME', value: 'web1' }] }, { name: 'web2', ports: [3000], used: [{ by: 'proxy', port: 3000 }], numbers: [], variables: [{ subject: 'NAME', value: 'web2' }] }]], projects: [] },
      { families: [], projects: inCompose('x-env: &env\n  A: b\nx-base: &base\n  environment: *env\nservices:\n  api:\n    <<: *base\n    environment:\n      <<: *env\n      C: d\n') },
    ],
    breaks: [
      { families: [[{ name: 'web1', ports: [3000], used: [{ by: 'proxy', port: 3000 }], numbers: [], variables: [] }, { name: 'web2', ports: [3001], used: [{ by: 'proxy', port: 3000 }], numbers: [], variables: [] }]], projects: [] },
      { families: [[{ name: 'web1', ports: [], used: [], numbers: [{ setting: 'node.pool_max', value: 10 }], variables: [] }, { name: 'web2', ports: [], used: [], numbers: [{ setting: 'node.pool_max', value: 30 }], variables: [] }]], projects: [] },
      { families: [[{ name: 'web1', ports: [], used: [], numbers: [], variables: [{ subject: 'REDIS_URL', value: 'redis://cache' }] }, { name: 'web2', ports: [], used: [], numbers: [], variables: [] }]], projects: [] },
      { families: [], projects: inCompose('x-base: &base\n  environment:\n    DB_HOST: db\nservices:\n  api:\n    <<: *base\n    environment:\n      PORT: 3000\n') },
    ],
  },
});
