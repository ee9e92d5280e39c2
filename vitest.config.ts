import { defineConfig } from 'vitest/config';
import { viteTemplates } from './build/templates.mjs';

/** Tests that put load on whole stacks, or stop and kill what runs: they have the machine for themselves, last, one file after the other. */
const LIVE = ['test/{bench-run,compare,e2e,live,server}/**/*.test.ts', 'test/monitoring/live.test.ts'];

// Processes, not threads: tests count the CPU time of their process, and set its time zone and environment.
const shared = { include: ['test/**/*.test.ts'], pool: 'forks', testTimeout: 300_000, hookTimeout: 120_000 } as const;

export default defineConfig({
  test: {
    globalSetup: ['test/servers/announce.ts'],
    projects: [
      // All else, on all cores. A worker imports a module once for all of its files: modules that tests share begin and end nothing by themselves.
      { plugins: [viteTemplates], test: { ...shared, name: 'quick', exclude: LIVE, maxWorkers: '100%', isolate: false, sequence: { groupOrder: 0 } } },
      { plugins: [viteTemplates], test: { ...shared, name: 'live', include: LIVE, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
