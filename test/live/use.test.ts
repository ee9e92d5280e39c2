import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { largestProcess, stateIn, treeOf, useOf } from '../../src/live/use.ts';

it('reads a process whose name looks like fields', () => {
  expect(stateIn(7, '7 (a) b (c) S 3 7 7 0 -1 4194560 100 0 0 0 12 5 2 1 20 0 1 0 100 1000 10')).toEqual([{ pid: 7, parent: 3, ticks: 20 }]);
});

it('knows no process that is gone', () => {
  expect(stateIn(7, '')).toEqual([]);
});

it('finds a process and all below it', () => {
  const all = [{ pid: 1, parent: 0, ticks: 1 }, { pid: 2, parent: 1, ticks: 1 }, { pid: 3, parent: 2, ticks: 1 }, { pid: 9, parent: 4, ticks: 1 }];
  expect(treeOf(1, all).map(({ pid }) => pid)).toEqual([1, 2, 3]);
});

it('counts CPU time of children that have ended, and memory that is held', async () => {
  const busy = 'for (let all = 0; all < 300_000;) { const { user, system } = process.cpuUsage(); all = user + system; }';
  const script = `globalThis.held = Buffer.alloc(50 * 2 ** 20, 1); require('node:child_process').spawnSync(process.execPath, ['-e', '${busy}']); console.log('done'); setInterval(() => 0, 1000);`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const use = useOf(child.pid ?? 0);
    expect(use.cpuSeconds).toBeGreaterThan(0.1);
    expect(use.memory).toBeGreaterThan(50 * 2 ** 20);
  } finally {
    child.kill('SIGKILL');
  }
});

it('tells the largest process at the ends of a tree, and not the one that started it', async () => {
  const working = 'globalThis.held = Buffer.alloc(60 * 2 ** 20, 1); console.log(1); setInterval(() => 0, 1000)';
  const script = `globalThis.held = Buffer.alloc(200 * 2 ** 20, 1); let child; process.on('SIGTERM', () => { child?.kill('SIGKILL'); process.exit(); }); child = require('node:child_process').spawn(process.execPath, ['-e', '${working}'], { stdio: ['ignore', 'inherit', 'inherit'] });`;
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await new Promise((resolve) => parent.stdout.once('data', resolve));
    const held = largestProcess(parent.pid ?? 0) / 2 ** 20;
    expect(held).toBeGreaterThan(60);
    expect(held).toBeLessThan(150);
  } finally {
    parent.kill('SIGTERM');
  }
});
