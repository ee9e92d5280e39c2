// What other linters find of the faults in test/stacks, side by side: a fault is found when a tool says something of `fires` that it does not say of `silent`.
// Usage: node test/bench/linters.mjs; takes the tools that PATH has (dclint, gixy, kubeconform with SCHEMAS as its -schema-location, kube-score).
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;
const stacks = join(root, 'test/stacks');
const files = (folder) => readdirSync(folder, { recursive: true }).map(String).sort().map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
const kubernetes = (path) => /\.ya?ml$/.test(path) && !/compose|targets\.yaml|kustomization/.test(path);

/** Each tool: which files it takes, how it is called, and what in its words names a rule. */
const TOOLS = [
  { name: 'plumbline', takes: () => true, whole: true, run: (folder, id) => [process.execPath, [join(root, 'dist/cli.cjs'), 'validate', folder, '--format', 'json', ...flags(id)]], rules: (text) => [...text.matchAll(/"check": ?"([a-z-]+)"/g)].map(([, rule]) => rule) },
  { name: 'dclint', takes: (path) => /compose.*\.ya?ml$/.test(path), run: (paths) => ['dclint', ['--formatter', 'json', ...paths]], rules: (text) => [...text.matchAll(/"rule": ?"([a-z-]+)"/g)].map(([, rule]) => rule) },
  { name: 'gixy', takes: (path) => path.endsWith('.conf'), run: (paths) => ['gixy', ['-f', 'json', ...paths]], rules: (text) => [...text.matchAll(/"plugin": ?"([a-z_]+)"/g)].map(([, rule]) => rule) },
  { name: 'kubeconform', takes: kubernetes, run: (paths) => ['kubeconform', ['-strict', '-output', 'json', ...(process.env.SCHEMAS ? ['-schema-location', process.env.SCHEMAS] : []), ...paths]], rules: (text) => [...text.matchAll(/"msg": ?"([^"]+)"/g)].map(([, rule]) => rule) },
  { name: 'kube-score', takes: kubernetes, run: (paths) => ['kube-score', ['score', '--output-format', 'ci', ...paths]], rules: (text) => [...text.matchAll(/^\[(?:CRITICAL|WARNING)\] \S+ [^:]+: (.*)$/gm)].map(([, rule]) => rule) },
];

const flags = (id) => {
  const path = join(stacks, id, 'args');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split(/\s+/) : [];
};

/** Rules that a tool names for one folder, and how long it took; `undefined` where it is absent or takes none of the files. */
function said(tool, folder, id) {
  const paths = files(folder).filter(tool.takes);
  if (paths.length === 0) return undefined;
  const [command, args] = tool.run(tool.whole ? '.' : paths, id);
  const start = performance.now();
  const { stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  if (error) return undefined;
  return { rules: tool.rules(stdout + stderr), took: performance.now() - start };
}

const ids = readdirSync(stacks).filter((id) => existsSync(join(stacks, id, 'fires')) && existsSync(join(stacks, id, 'silent'))).sort();
const present = TOOLS.filter((tool) => tool.whole || spawnSync(tool.name, ['--version']).error === undefined);
const rows = ids.map((id) => ({ id, cells: present.map((tool) => {
  const fires = said(tool, join(stacks, id, 'fires'), id);
  const silent = said(tool, join(stacks, id, 'silent'), id);
  if (fires === undefined) return { text: '', took: 0 };
  const more = tool.whole ? fires.rules.filter((rule) => rule === id) : fires.rules.filter((rule) => !(silent?.rules ?? []).includes(rule));
  return { text: more.length > 0 ? (tool.whole ? 'found' : [...new Set(more)].slice(0, 2).join(', ').slice(0, 60)) : '-', took: fires.took };
}) }));

console.log(`| fault | ${present.map((tool) => tool.name).join(' | ')} |\n|---|${present.map(() => '---|').join('')}`);
for (const { id, cells } of rows) console.log(`| ${id} | ${cells.map((cell) => cell.text).join(' | ')} |`);
const sum = (index, pick) => rows.reduce((total, { cells }) => total + pick(cells[index]), 0);
console.log(`| **found of the files it takes** | ${present.map((_, i) => `${sum(i, (cell) => (cell.text !== '' && cell.text !== '-' ? 1 : 0))} of ${sum(i, (cell) => (cell.text === '' ? 0 : 1))}`).join(' | ')} |`);
console.log(`| **time for each call, mean** | ${present.map((_, i) => `${Math.round(sum(i, (cell) => cell.took) / Math.max(1, sum(i, (cell) => (cell.took > 0 ? 1 : 0))))} ms`).join(' | ')} |`);
