import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { grouped } from '../../src/model/grouped.ts';
import { clusterDrafts, planOf, stackOf } from '../laws/random.ts';
import { describeWith } from '../servers/describe-with.ts';
import { clusterPlans } from '../targets/cloudnativepg-plans.ts';
import { seed, streamOf } from './plans.ts';
import { judgeCustomResources } from './schema-errors.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 20);

const BUILT_IN = /^(?:v1|apps\/v1|policy\/v1|autoscaling\/v2|(?:networking|scheduling|rbac\.authorization|storage)\.k8s\.io\/v1)\//;

describeWith(`every custom resource, as its definition takes it (seed ${seed})`, 'crd-check', () => {
  const judged: string[] = [];
  afterAll(() => console.info(`custom resources: ${[...grouped(judged, (name) => name.split('/')[0] ?? '')].map(([kind, all]) => `${all.length} ${kind}`).join(', ')}; seed ${seed}`));

  function expectTaken(stream: string): void {
    const report = judgeCustomResources(stream);
    judged.push(...report.judged);
    expect(report.errors).toEqual([]);
    expect(report.others.filter((name) => !BUILT_IN.test(name)), 'kinds whose definition is not installed').toEqual([]);
  }

  it('of the profiles that show a cluster', async () => {
    expectTaken(await streamOf(clusterPlans.map(([, plan]) => plan)));
    expect(judged).toEqual(expect.arrayContaining(['Cluster/db', 'Pooler/pooler', 'HTTPRoute/proxy']));
  });

  it('whatever the profile', async () => {
    expectTaken(await streamOf(fc.sample(clusterDrafts, { numRuns: RUNS, seed }).flatMap((draft) => planOf(stackOf(draft)) ?? [])));
  });
});
