import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { positionIn, treeOf } from '../../src/model/source.ts';
import { isExternal, type Stack } from '../../src/model/stack.ts';
import { stackOf as stackRead } from '../../src/read.ts';
import { kubernetesDeployments } from '../../src/readers/kubernetes.ts';
import { size } from '../../src/size.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { plans } from '../targets/kubernetes-plans.ts';
import { drafts, pythonDrafts, stackOf } from './random.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 25);
const counted = { stacks: 0, entries: 0 };

/** What a plan holds around its containers and manifests do not say, and why. */
const NOT_CARRIED: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/\.container\.(?:healthcheck|log)\./, 'Compose has these; Kubernetes has probes, and the node rotates logs'],
  [/\.container\.stop_grace_period$/, 'Compose has this; Kubernetes has termination_grace_period'],
  [/\.container\.(?:nofile|nofile\.hard|pids_limit|somaxconn|user)$/, 'a pod states none of these: they are the node\'s'],
  [/\.container\.shm_size$/, 'only PostgreSQL has a /dev/shm of its own; the others keep what the runtime gives'],
  [/\.container\.volume_size$/, 'a proxy without a cache and a Redis that writes nothing have no disk'],
  [/\.kubernetes\.(?:max_replicas|hpa_cpu_utilization|hpa_scale_(?:up|down)_(?:window|percent|pods|period))$/, 'without room for another replica there is no autoscaler'],
  [/\.kubernetes\.(?:max_surge|max_unavailable|min_ready|progress_deadline)$/, 'a StatefulSet replaces its pods one by one, without these'],
  [/\.kubernetes\.pre_stop_sleep$/, 'only servers that do not drain by themselves sleep'],
  [/\.kubernetes\.dns_port$/, 'it is in the NetworkPolicy, as a port'],
  [/\.component\.(?:published|external|port$|share$|version$|cpu_workers|memory_workers|image$)/, 'they are told from what runs inside, or belong to Compose'],
];

/** Checks of what manifests alone say; those of servers have laws of their own over random machines. */
const OF_KUBERNETES: ReadonlySet<string> = new Set([
  'requests-exceed-limits', 'autoscale-without-request', 'replicas-fight-autoscaler', 'disruption-budget-blocks-drain', 'rollout-deadlock', 'pod-exceeds-node', 'quota-exceeded', 'network-policy-blocks-link',
  'config-change-without-rollout', 'probe-misses', 'liveness-equals-readiness', 'service-selects-nothing', 'route-without-service', 'manifest-invalid',
]);

const carried = (id: string): boolean => /\.(?:container|kubernetes)\.|\.component\.replicas$/.test(id) && !NOT_CARRIED.some(([pattern]) => pattern.test(id));

async function readBack(plan: Stack): Promise<Stack> {
  const files = Object.fromEntries((await kubernetesTarget.render(plan)).map(({ path, text }) => [path, text]));
  const tree = treeOf(files);
  const [deployment, ...others] = kubernetesDeployments(tree);
  if (deployment === undefined || others.length > 0) throw new Error('one deployment is rendered');
  for (const container of deployment.containers) {
    for (const path of container.files) {
      const file = container.file(path);
      if (file === undefined) throw new Error(`${path} is not there`);
      file.text.split('\n').forEach((line, index) => {
        const { file: manifest, line: row, column } = positionIn(file, index + 1, 1);
        if (line !== '') expect(files[manifest]?.split('\n')[row - 1]?.slice(column - 1)).toBe(line);
      });
    }
  }
  const { stack, problems } = stackRead(tree, deployment);
  expect(problems).toEqual([]);
  return stack;
}

/** What of a plan is not the same when its manifests are read. */
function differences(plan: Stack, read: Stack): readonly string[] {
  const hosted = plan.components.filter((component) => !isExternal(plan, component));
  const kinds = hosted.map(({ name, kind }) => `${name}: ${kind}`).sort();
  const readKinds = read.components.map(({ name, kind }) => `${name}: ${kind}`).sort();
  const linksOf = (stack: Stack): readonly string[] => stack.links.filter(({ from, to }) => [from, to].every((name) => hosted.some((one) => one.name === name))).map(({ from, to }) => `${from} > ${to}`).sort();
  const entries = [...plan.entries.values()].filter(({ component, id }) => hosted.some(({ name }) => name === component) && (carried(id) || (/\.(?:container|kubernetes)\./.test(id) && read.entries.get(id)?.origin.from === 'stated')));
  return [
    ...(JSON.stringify(kinds) === JSON.stringify(readKinds) ? [] : [`components ${readKinds.join(', ')} instead of ${kinds.join(', ')}`]),
    ...(JSON.stringify(linksOf(plan)) === JSON.stringify(linksOf(read)) ? [] : [`links ${linksOf(read).join(', ')} instead of ${linksOf(plan).join(', ')}`]),
    ...entries.flatMap(({ id, value }) => {
      counted.entries += 1;
      const found = read.entries.get(id)?.value;
      return found === value ? [] : [`${id} is ${String(found)} instead of ${String(value)}`];
    }),
  ];
}

describe('law 2: what the manifests carry is read back', () => {
  afterAll(() => console.info(`law 2, Kubernetes: ${counted.stacks} stacks, ${counted.entries} entries`));

  it.each(plans)('%s', async (_, plan) => {
    const read = await readBack(plan);
    expect(differences(plan, read)).toEqual([]);
    expect(check(read).findings.map(({ check: id, component, message }) => `${id} ${component}: ${message}`)).toEqual([]);
  });

  it('whatever the profile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(drafts, pythonDrafts), async (draft) => {
        let plan: Stack;
        try {
          plan = size(stackOf(draft));
        } catch {
          return; // A machine that is too small.
        }
        counted.stacks += 1;
        const read = await readBack(plan);
        expect(differences(plan, read)).toEqual([]);
        expect(check(read).findings.filter(({ check: id }) => OF_KUBERNETES.has(id)).map(({ check: id, component, message }) => `${id} ${component}: ${message}`)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});
