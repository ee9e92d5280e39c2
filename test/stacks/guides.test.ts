import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { machineEntries, profileEntries } from '../../src/commands/validate/machine.ts';
import { sourceTree } from '../../src/host/source-tree.ts';
import { readTree } from '../../src/read-tree.ts';

const guides = fileURLToPath(new URL('guides/', import.meta.url));

/**
 * The contradictions of the five guides that the product replaces, each with the check that finds it. What is
 * common to nearly every stack, and said of most of these as well, stands in `usual`.
 */
const contradictions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  versant: {
    'six workers per core, where cpu_count() sees the host': 'auto-workers-under-a-limit',
    '24 workers on half a core': 'workers-exceed-cpu',
    '24 workers do not fit a small instance': 'workers-exceed-memory',
    '2000 connections of a worker without a matching file limit': 'connections-exceed-open-files',
    '2000 greenlets of a worker for the 100 connections of its MongoDB pool': 'pool-below-threads',
    'all workers are recycled together': 'max-requests-without-jitter',
    'idle connections close before the balancer lets go of them': 'keepalive-below-balancers',
  },
  bahamm: {
    '4 x (10 + 20) connections against 100': 'connections-exceed-max',
    'effective_cache_size is the whole container': 'cache-size-exceeds-limit',
    '5 s keep-alive behind 60 s': 'keepalive-race',
    '4 workers on 1.5 cores': 'workers-exceed-cpu',
    '120 s timeout behind 60 s': 'request-outlives-proxy',
    'the API cache leaks between users': 'cache-leaks-private-responses',
    'the cache has no volume of its own': 'cache-without-volume',
    'parallel queries in 64 MB of shared memory': 'shm-below-parallel-need',
  },
  violentutf: {
    '16 x (20 + 10) connections against 100': 'connections-exceed-max',
    '5 s keep-alive behind a proxy': 'keepalive-race',
  },
  eventstreammonitor: {
    '8 workers x (20 + 20) x 3 instances against 100': 'connections-exceed-max',
    'eight threads cannot answer a thousand requests a second': 'target-exceeds-capacity',
  },
  jewgo: {
    '8 x (10 + 20) connections against 100': 'connections-exceed-max',
    'a pool timeout of 60 s behind 60 s': 'pool-wait-outlives-proxy',
    '5 s keep-alive behind 60 s': 'keepalive-race',
    '2000 greenlets for 30 connections': 'pool-below-threads',
  },
};

/**
 * Said of these files too, though the guides' list does not name it. True of each: Docker's ten seconds against gunicorn's
 * thirty, a proxy in another container that is not believed, Docker 29's 1024 files; and consequences: 120 sessions in
 * 1 GB of database, two event loops per core.
 */
const usual: Readonly<Record<string, readonly string[]>> = {
  versant: ['drain-exceeds-grace', 'pool-waits-forever'],
  bahamm: ['connections-exceed-open-files', 'drain-exceeds-grace', 'parallel-workers-exceed-cpu', 'postgres-memory-exceeds-limit', 'proxy-not-trusted'],
  violentutf: ['connections-exceed-open-files', 'drain-exceeds-grace', 'proxy-not-trusted', 'workers-exceed-cpu'],
  eventstreammonitor: ['drain-exceeds-grace', 'no-upstream-keepalive', 'proxy-not-trusted'],
  jewgo: ['connections-exceed-open-files', 'drain-exceeds-grace', 'proxy-not-trusted'],
};

function found(name: string): readonly string[] {
  const folder = join(guides, name);
  const args = (() => { try { return readFileSync(join(folder, 'args'), 'utf8').trim().split(' '); } catch { return []; } })();
  const entries = args[0] === '--machine' ? machineEntries(args[1] ?? '') : args[0] === '--profile' ? profileEntries({ profile: args[1] ?? '', cwd: folder }) : [];
  const cores = entries.find((entry) => entry.id === 'machine.cpu')?.value;
  const { stacks } = readTree(sourceTree(folder), { entries, ...(typeof cores === 'number' ? { cores: cores / 1000 } : {}) });
  return [...new Set(stacks.flatMap(({ stack }) => check(stack).findings.map((finding) => finding.check)))].sort();
}

describe.each(Object.entries(contradictions))('guide %s', (name, listed) => {
  it.each(Object.entries(listed))('%s', (_what, id) => {
    expect(found(name)).toContain(id);
  });

  it('nothing that is not there', () => {
    expect(found(name).filter((id) => !Object.values(listed).includes(id))).toEqual(usual[name]);
  });
});
