import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { freePort, run, startServer } from '../child.ts';
import { inCi } from '../describe-with.ts';
import { makeSandbox } from '../sandbox.ts';
import { findTool, missingTools, requireTool, toolIds } from '../tools.ts';

it('names what to do about a tool that is not there', () => {
  const before = process.env.PLUMBLINE_TOOLS;
  process.env.PLUMBLINE_TOOLS = '/nowhere';
  try {
    expect(missingTools(['kustomize', 'postgres-18'])).toEqual(['kustomize', 'postgres-18']);
    expect(() => requireTool('postgres-18')).toThrow('postgres-18 is not installed; run .ci/install-servers.sh');
  } finally {
    if (before === undefined) delete process.env.PLUMBLINE_TOOLS;
    else process.env.PLUMBLINE_TOOLS = before;
  }
});

it('knows a version of each tool that is there', () => {
  const there = toolIds.filter((id) => !missingTools().includes(id));
  for (const id of there) expect(findTool(id), id).toMatchObject({ id, version: expect.stringMatching(/^\d+\.\d+/) });
});

it('takes CI for set as build services set it', () => {
  expect([{ CI: 'true' }, { CI: '1' }, { CI: 'false' }, { CI: '' }, {}].map((environment) => inCi(environment))).toEqual([true, true, false, false, false]);
});

it('kills a command that takes too long', async () => {
  expect(await run('sleep', ['30'], { within: 100 })).toMatchObject({ code: null });
});

it('says the log of a server that ends or never gets ready, and leaves none behind', async () => {
  const sandbox = makeSandbox('harness');
  const start = (script: string) => startServer({
    command: 'sh', args: ['-c', script], sandbox, stopSignal: 'SIGTERM', ready: async () => false, within: 300,
  });
  await expect(start('echo no luck; exit 3')).rejects.toThrow(/ended with 3:\nno luck/);
  await expect(start('echo $$; exec sleep 30')).rejects.toThrow(/not ready within 300 ms/);
  const pid = Number(await start('echo $$; exec sleep 30').catch((error: Error) => error.message.split('\n').at(-2)));
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  await expect(startServer({ command: '/nowhere', args: [], sandbox, stopSignal: 'SIGTERM', ready: async () => true })).rejects.toThrow(/nowhere/);
  sandbox.remove();
  expect(existsSync(sandbox.folder)).toBe(false);
});

it('finds free ports', async () => {
  expect(await freePort()).toBeGreaterThan(1023);
});
