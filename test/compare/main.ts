import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../../src/package.ts';
import { GiB } from '../../src/model/value.ts';
import type { Comparison } from './comparison.ts';
import { compareDatabases } from './database/part.ts';
import { requirePostgres } from './database/programs.ts';
import { FULL, SMOKE } from './effort.ts';
import { affinityMissing, divideCores, runOn } from './machine/cores.ts';
import { findLimits } from './machine/group.ts';
import type { Setting } from './part.ts';
import { progressLine } from './progress.ts';
import { page } from './report/page.ts';
import { requireTool } from '../servers/tools.ts';
import { text } from './report/text.ts';
import { compareStacks, type StackPart } from './stack/part.ts';
import { nodeFamily } from './variants/node.ts';
import { fastapiFamily, flaskFamily, POSTGRES } from './variants/python.ts';

const { values: flags } = parseArgs({
  options: { smoke: { type: 'boolean', default: false }, part: { type: 'string', default: 'all' }, python: { type: 'boolean', default: false }, only: { type: 'string', default: '' }, rounds: { type: 'string' }, output: { type: 'string', default: '.cache/comparison' } },
});
const chosen = flags.smoke ? SMOKE : FULL;
const rounds = flags.rounds === undefined ? {} : { rounds: Number(flags.rounds) };
const effort = { ...chosen, database: { ...chosen.database, ...rounds }, stack: { ...chosen.stack, ...rounds }, python: { ...chosen.python, ...rounds } };

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(new Error('interrupted')));

const cores = divideCores();
const limits = findLimits();
const postgres = requirePostgres();
runOn(cores.load);
const begun = Date.now();
const progress = progressLine(process.stderr);
const setting: Setting = { root: process.cwd(), postgres, cores, limits, effort, only: flags.only.split(',').filter(Boolean), progress: progress.say, stop: stop.signal };
try {
  const database = flags.python || flags.part === 'stack' ? undefined : await compareDatabases(setting);
  const families = flags.python ? [fastapiFamily, flaskFamily] : flags.part === 'database' ? [] : [nodeFamily];
  const stacks: StackPart[] = [];
  for (const family of families) stacks.push(await compareStacks(await family(setting), setting));
  stop.signal.throwIfAborted();
  progress.end();
  const comparison: Comparison = {
    schema: 'plumbline-compare/1', plumbline: version, started: new Date(begun).toISOString(), seconds: Math.round((Date.now() - begun) / 1000),
    conditions: [
      `${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / GiB)} GiB; ${flags.python ? `PostgreSQL ${POSTGRES}, applications on gunicorn ${requireTool('gunicorn').version}` : `PostgreSQL ${postgres.major}, applications on Node ${requireTool('node-24').version}`}`,
      affinityMissing() ?? cores.said,
      limits.by === 'none' ? `memory is not limited, and databases that are not measured keep running: ${limits.because}` : `memory limited by ${limits.by}; databases that are not measured are halted`,
      process.env['COMPARE_SHM'] === '64m' ? '/dev/shm of 64 MiB, as Docker gives' : 'the /dev/shm of this machine: the join cannot show what Docker\'s 64 MiB do',
    ],
    ...(database && { database }), stacks,
  };
  mkdirSync(flags.output, { recursive: true });
  writeFileSync(join(flags.output, 'comparison.json'), `${JSON.stringify(comparison, null, 2)}\n`);
  writeFileSync(join(flags.output, 'comparison.md'), text(comparison));
  writeFileSync(join(flags.output, 'comparison.html'), page(comparison));
  process.stdout.write(`${text(comparison)}\nwritten to ${flags.output}: comparison.md, comparison.html, comparison.json\n`);
} catch (error) {
  progress.end();
  if (!stop.signal.aborted) throw error;
  process.exitCode = 130;
}
