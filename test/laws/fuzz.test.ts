import { afterAll, describe, expect, it } from 'vitest';
import { effortOf } from '../effort.ts';
import { broken } from './fuzz/break.ts';
import { faultsOf } from './fuzz/judge.ts';
import { randomOf } from './fuzz/random.ts';
import { sets } from './fuzz/sets.ts';

/** `FUZZ_RUNS=50000` for a long run, `FUZZ_FROM=10000` to go on with one; `FUZZ_SEED=7 FUZZ_INDEX=123` for one input again. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 2000);
const from = Number(process.env.FUZZ_FROM ?? 0);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const only = process.env.FUZZ_INDEX === undefined ? undefined : Number(process.env.FUZZ_INDEX);
/** So many faults are enough to see what is wrong. */
const ENOUGH = 20;
/** Yards that no project of ordinary size may cost; the slowest costs 80. */
const MOST = 400;
const seen = { runs: 0, slowest: 0, slowestIndex: 0 };

/** How one input fails, with what makes it again; nothing when all is well. */
function faults(index: number): readonly string[] {
  const random = randomOf(seed, index);
  const set = random.below(4) === 0 ? sets[0] : random.pick(sets);
  if (set === undefined) throw new Error('there are no projects');
  const { files, how } = broken(set, random);
  let found: readonly string[] = [];
  const judge = (): void => { found = outcome(files); };
  const effort = effortOf(judge);
  // Once more before it counts: a machine may have been busy with itself.
  const took = effort > MOST ? Math.min(effort, effortOf(judge)) : effort;
  seen.runs += 1;
  if (took > seen.slowest) Object.assign(seen, { slowest: took, slowestIndex: index });
  const slow = took > MOST ? [`it costs ${Math.round(took)} yards`] : [];
  return [...found, ...slow].map((fault) => `FUZZ_SEED=${seed} FUZZ_INDEX=${index}: ${fault} (${set.name}; ${how.join('; ')})`);
}

function outcome(files: Readonly<Record<string, string>>): readonly string[] {
  try {
    return faultsOf(files);
  } catch (error) {
    return [`it throws ${error instanceof Error ? String(error.stack).split('\n').slice(0, 4).join(' | ') : String(error)}`];
  }
}

/** What was found once, and is mended. */
const FOUND: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a password before a quote, in JSON': { 'docker-compose.yml': 'services:\n  a:\n    image: node:22\n    env_file: [a.env]\n', 'a.env': '\ufeff../etc/passwd=4000\n' },
  'a brace in a value that envsubst puts in': {
    'docker-compose.yml': 'services:\n  web:\n    image: nginx:1.28\n    environment: { API: "api:80 {{{{{{{{{{{{{{{{{{" }\n    volumes: ["./templates:/etc/nginx/templates"]\n',
    'templates/default.conf.template': 'server {\n  location / { proxy_pass http://$API; }\n}\n',
  },
};

describe(`whole projects, broken (seed ${seed})`, () => {
  afterAll(() => console.info(`fuzz: ${seen.runs} projects, the slowest ${Math.round(seen.slowest)} yards of effort (index ${seen.slowestIndex}); seed ${seed}`));

  it.each(Object.entries(FOUND))('are read where %s stood in the way', (_, files) => {
    expect(faultsOf(files)).toEqual([]);
  });

  it('are read, judged and reported without a crash, a long wait, or output that steers a terminal', { timeout: 1000 * 60 * 60 * 3 }, () => {
    sets.slice(0, 3).forEach(({ files }) => faultsOf(files));
    const indexes = only === undefined ? Array.from({ length: RUNS }, (_, i) => from + i) : [only];
    const found: string[] = [];
    for (const index of indexes) {
      found.push(...faults(index));
      if (found.length >= ENOUGH) break;
    }
    expect(found).toEqual([]);
  });
});
