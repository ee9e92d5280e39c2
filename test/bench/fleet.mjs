// Prints what fleets of 10, 100 and 1,000 profiles cost: cold, again without a change, and after a change of one of them; once with
// profiles that come out clean, once with ones that are told findings. Absolute times mean little on a shared machine: the last
// column says how much more each profile costs than in the fleet a tenth as large. Not a test: nothing is asserted.
// TMPDIR names the file system; ext4 is slow for minutes after many files were removed, as by an earlier run.
// node test/bench/fleet.mjs [largest fleet] [flags of gen, such as --jobs 1]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const gen = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const [largest = '1000', ...flags] = process.argv.slice(2);
const root = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const BASES = ['small', 'medium', 'large'];
/** Queries of each request: more of them than the machines have connections for. */
const QUERIES = { clean: 1, 'with findings': 6 };

const profile = (i, queries, more = '') => `extends: ${BASES[i % 3]}\nname: p${i}\nworkload: { queries_per_request: ${queries} }\n${more}`;

/** Milliseconds of wall clock and CPU, and the greatest memory in MiB, of one run; the program tells the last two when it ends. */
function run(folder) {
  const usage = join(folder, 'usage.json');
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['--require', join(root, 'usage.cjs'), gen, '--profile', 'fleet', '--quiet', ...flags], {
    cwd: folder, env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache'), USAGE: usage }, stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 2 ** 30,
  });
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  if (status === null || status > 1) throw new Error(String(stderr));
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usage, 'utf8'));
  return { wall, cpu: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS / 1024 };
}

const cells = (...all) => console.log(all.map((cell, i) => (i === 0 ? String(cell).padEnd(44) : String(cell).padStart(11))).join(''));

try {
  writeFileSync(join(root, 'usage.cjs'), "if (require('node:worker_threads').isMainThread) process.on('exit', () => require('node:fs').writeFileSync(process.env.USAGE, JSON.stringify(process.resourceUsage())));");
  cells(`gen --profile fleet ${flags.join(' ')}`, 'ms', 'ms each', 'CPU ms each', 'MiB at most', 'growth');
  for (const [kind, queries] of Object.entries(QUERIES)) {
    const earlier = new Map();
    for (let count = 10; count <= Number(largest); count *= 10) {
      const folder = join(root, `${queries}-${count}`);
      mkdirSync(join(folder, 'fleet'), { recursive: true });
      for (let i = 0; i < count; i++) writeFileSync(join(folder, 'fleet', `p${i}.yaml`), profile(i, queries));
      for (const turn of ['cold', 'again', 'one changed']) {
        if (turn === 'one changed') writeFileSync(join(folder, 'fleet/p1.yaml'), profile(1, queries, 'domain: shop.example.com\n'));
        const { wall, cpu, memory } = run(folder);
        const growth = earlier.has(turn) ? `${(wall / count / earlier.get(turn)).toFixed(2)} x` : '';
        earlier.set(turn, wall / count);
        cells(`${count} profiles ${kind}, ${turn}`, wall.toFixed(0), (wall / count).toFixed(1), (cpu / count).toFixed(1), memory.toFixed(0), growth);
      }
      // Nothing is removed before the end: for some minutes after, ext4 takes a millisecond more for each new file.
    }
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
