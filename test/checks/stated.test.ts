import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import type { Entry } from '../../src/model/entry.ts';
import { checks } from '../../src/checks/index.ts';
import { stated as breaks, statedOfCluster } from './stated.ts';
import { loadProfile } from '../../src/load.ts';
import { render } from '../../src/render.ts';
import { size } from '../../src/size.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Whether an entry was stated by `--set`, or follows from one that was. */
const comesFromSet = ({ origin }: Entry): boolean => (origin.from === 'stated' ? origin.at.file === '--set' : origin.from === 'rule' && origin.inputs.some(comesFromSet));

/** Relations that break along with another one, because they follow from it. */
const follows: Readonly<Record<string, readonly string[]>> = {
  'connections-exceed-max': ['postgres-memory-exceeds-limit'],
  'cpu-limits-exceed-machine': ['target-exceeds-capacity'],
  'limits-exceed-machine': ['target-exceeds-capacity'],
  'pool-wait-outlives-proxy': ['statement-outlives-request'],
  'connections-exceed-open-files': ['open-files-exceed-hard-limit'],
  'reserved-exceeds-max': ['connections-exceed-max'],
  'shared-buffers-exceed-limit': ['postgres-memory-exceeds-limit'],
  'surge-exceeds-connections': ['autoscale-exceeds-connections'],
  'workers-exceed-cpu': ['heap-exceeds-limit'],
};

describe('a stated contradiction is rendered, and found', () => {
  it('of checks that there are', () => {
    expect([...Object.keys(breaks), ...Object.keys(statedOfCluster)].filter((id) => !checks.some((one) => one.id === id))).toEqual([]);
  });

  it.each([...Object.entries(breaks).map((one) => [...one, 'large'] as const), ...Object.entries(statedOfCluster).map((one) => [...one, 'xlarge'] as const)])('%s', async (id, sets, profile) => {
    const plan = size(loadProfile({ profile, sets, builtInDirectory: join(root, 'profiles'), cwd: root }));
    const found = [...new Set(check(plan).findings.map((finding) => finding.check))];
    expect(found).toContain(id);
    expect(found.filter((other) => other !== id && !(follows[id] ?? []).includes(other))).toEqual([]);
    expect((await render(plan)).length).toBeGreaterThan(10);
    const finding = check(plan).findings.find((one) => one.check === id);
    expect(finding?.entries.some(comesFromSet), 'leads to what was stated').toBe(true);
  });
});
