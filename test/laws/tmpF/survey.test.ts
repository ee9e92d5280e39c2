import fc from 'fast-check';
import { it } from 'vitest';
import { check } from '../../../src/check.ts';
import { treeOf } from '../../../src/model/source.ts';
import { readTree } from '../../../src/read-tree.ts';
import { render } from '../../../src/render.ts';
import { size } from '../../../src/size.ts';
import { drafts, stackOf } from '../random.ts';
it('survey', async () => {
  const seen = new Map<string, { n: number; ex: string }>();
  const add = (k: string, ex: string) => { const s = seen.get(k); if (s) s.n++; else seen.set(k, { n: 1, ex }); };
  const t = { size: 0, render: 0, read: 0, check: 0 }; let n = 0, refused = 0;
  for (const draft of fc.sample(drafts, { numRuns: Number(process.env.N ?? 60), seed: Number(process.env.S ?? 1) })) {
    let plan;
    let a = performance.now();
    try { plan = size(stackOf(draft)); } catch { refused++; continue; }
    t.size += performance.now() - a; a = performance.now();
    n++;
    const files = Object.fromEntries((await render(plan)).map(({ path, text }) => [path, text]));
    t.render += performance.now() - a; a = performance.now();
    const entries = [...plan.entries.values()].filter(({ component }) => ['machine', 'targets', 'workload', 'profile'].includes(component));
    const { stacks } = readTree(treeOf(files), { entries });
    t.read += performance.now() - a; a = performance.now();
    const planFindings = new Set(check(plan).findings.map((f) => `${f.check} ${f.component}`));
    for (const s of stacks) {
      for (const p of s.problems) add(`${s.stack.name} PROBLEM ${p.message}`, JSON.stringify(p));
      for (const u of s.stack.unread ?? []) add(`${s.stack.name} UNREAD ${u.what.slice(0,60)}: ${u.because}`.replace(/api[0-9]?/gi,'API'), JSON.stringify(u));
      for (const f of check(s.stack).findings) add(`${s.stack.name} ${f.check} ${planFindings.has(`${f.check} ${f.component}`) ? 'also in plan' : ''}`, f.message + ' :: ' + f.component + JSON.stringify(draft));
    }
    t.check += performance.now() - a;
  }
  console.log(n, refused, t);
  for (const [k, v] of [...seen].sort((a, b) => b[1].n - a[1].n)) console.log(v.n, k, '\n      ', v.ex.slice(0, 900));
});
