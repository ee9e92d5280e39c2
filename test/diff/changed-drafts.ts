import fc from 'fast-check';
import { drafts, clusterDrafts, pythonDrafts, type Draft } from '../laws/random.ts';

/** What one edit of a profile may change; what decides which components there are is more than one statement. */
const STATEMENTS: readonly (keyof Draft)[] = [
  'cpu', 'memory', 'disk', 'diskSize', 'platform', 'rps', 'p95', 'users', 'workload', 'cpuTime', 'wait', 'queries', 'queryTime', 'response', 'body', 'ha', 'tls',
  'nginx', 'node', 'postgres', 'redis', 'routeTimeout', 'workerMemory', 'without',
];
/** What changes the parts of the stack. */
const PARTS: readonly (keyof Draft)[] = ['apis', 'cache', 'pooler', 'queue', 'stream', 'frontend', 'worker', 'mongo'];

/** Two profiles of which the second is the first with one to five things changed. */
const edited = (all: fc.Arbitrary<Draft>, keys: readonly (keyof Draft)[]): fc.Arbitrary<readonly [Draft, Draft]> => fc
  .record({ before: all, other: all, keys: fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 5 }) })
  .map(({ before, other, keys: taken }) => [before, taken.reduce<Draft>((draft, key) => ({ ...draft, [key]: other[key] }), before)]);

const machines = fc.oneof(drafts, pythonDrafts);

/** Edits of statements alone, on one machine and in clusters. */
export const restated = fc.oneof(edited(machines, STATEMENTS), edited(clusterDrafts, STATEMENTS));
/** Edits of statements and of parts. */
export const rebuilt = fc.oneof(edited(machines, [...STATEMENTS, ...PARTS]), edited(clusterDrafts, [...STATEMENTS, ...PARTS]));
