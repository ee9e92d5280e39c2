// Prints how long `gen --profile medium` takes beside `node -e 0`, and what each further profile costs, as ratios
// within one run: absolute times mean little on a shared machine. Not a test: nothing is asserted.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const gen = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const runs = Number(process.argv[2] ?? 15);
const fleet = Number(process.argv[3] ?? 40);
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));

const time = (args) => {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(String(stderr));
  return Number(process.hrtime.bigint() - start) / 1e6;
};
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const profiles = Array.from({ length: fleet }, (_, i) => {
  const path = join(folder, `p${i}.yaml`);
  writeFileSync(path, `extends: medium\nname: p${i}\nmachine: { memory: ${8 + i}GiB }\n`);
  return ['--profile', path];
});

try {
  const cases = {
    'node -e 0': ['-e', '0'],
    'gen completion bash -- --pro (TAB)': [gen, 'completion', 'bash', '--', '--pro'],
    'gen completion bash -- explain db. (TAB)': [gen, 'completion', 'bash', '--', 'explain', 'db.'],
    'gen --profile medium (first time: written)': null,
    'gen --profile medium (unchanged)': [gen, '--profile', 'medium', '--quiet'],
    [`gen of ${fleet} profiles`]: [gen, '--quiet', ...profiles.flat()],
  };
  const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, args] of Object.entries(cases)) {
      if (args === null) rmSync(join(folder, 'out'), { recursive: true, force: true });
      times[name].push(time(args ?? [gen, '--profile', 'medium', '--quiet']));
    }
  }
  const bare = median(times['node -e 0']);
  for (const [name, values] of Object.entries(times)) console.log(`${name.padEnd(46)} ${median(values).toFixed(1).padStart(8)} ms  ${(median(values) / bare).toFixed(2)} x node -e 0`);
  const further = (median(times[`gen of ${fleet} profiles`]) - median(times['gen --profile medium (first time: written)'])) / (fleet - 1);
  console.log(`each further profile, written${' '.repeat(17)} ${further.toFixed(1).padStart(8)} ms`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
