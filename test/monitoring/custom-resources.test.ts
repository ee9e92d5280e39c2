import { expect, it } from 'vitest';
import { monitoringFiles } from '../../src/targets/monitoring.ts';
import { judgeCustomResources } from '../crds/schema-errors.ts';
import { describeWith } from '../servers/describe-with.ts';
import { BARE, CLUSTER, GUIDED, MACHINE } from './plans.ts';

describeWith('resources of the Prometheus operator', 'crd-check', () => {
  it.each(Object.entries({ BARE, MACHINE, GUIDED, CLUSTER }))('of %s are what its definitions ask for', (_, plan) => {
    const texts = monitoringFiles(plan).filter(({ path }) => /(?:\/rules|pod-monitors)\.yaml$/.test(path)).map(({ text }) => text);
    const { errors, judged } = judgeCustomResources(texts.join('---\n'));
    expect(errors).toEqual([]);
    expect(judged).toEqual(expect.arrayContaining(['PrometheusRule/shop', ...plan.components.filter(({ kind }) => plan !== BARE || kind === 'node').map(({ name }) => `PodMonitor/${name}`)]));
  });
});
