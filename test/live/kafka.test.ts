import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LiveProcess, LiveStack } from '../../src/live/live.ts';
import { startStack } from '../../src/live/start.ts';
import { render } from '../../src/render.ts';
import { describeWith } from '../servers/describe-with.ts';
import { requireTool } from '../servers/tools.ts';
import { planOf } from '../targets/stacks.ts';

/** Says which brokers it was told. */
const APPLICATION = `
  import { createServer } from 'node:http';
  const { config } = await import(process.env.SERVER_CONFIG);
  createServer((_, response) => response.end(config.kafka.client.brokers.join())).listen(config.listen.port, config.listen.host);
`;

describeWith('a stack with a queue as processes', 'kafka', () => {
  let stack: LiveStack | undefined;
  const broker = (): LiveProcess => stack?.processes('queue')[0] ?? expect.fail('no queue runs');

  beforeAll(async () => {
    const plan = planOf({ components: { api: 'node', queue: 'kafka' }, links: ['api -> queue'], routes: ['/ -> api'] });
    const bin = dirname(requireTool('kafka').path);
    const programs = Object.fromEntries(['kafka-storage.sh', 'kafka-server-start.sh'].map((name) => [name, join(bin, name)]));
    const applications = { api: { command: ['node', '--input-type=module', '-e', APPLICATION], cwd: '/' } };
    stack = await startStack({ plan, files: await render(plan), programs, limits: 'none', applications });
  }, 120_000);
  afterAll(() => stack?.stop());

  it('tells the application where the broker is on this machine', async () => {
    expect(await (await fetch(stack?.url ?? '')).text()).toBe(`127.0.0.1:${broker().port}`);
  });

  it('changes nothing of the broker but places and ports', () => {
    const changed = stack?.mapped.filter(({ file }) => file === 'kafka/server.properties').map(({ to }) => to.split('=')[0]);
    expect(changed?.sort()).toEqual(['advertised.listeners', 'controller.quorum.bootstrap.servers', 'listeners', 'log.dirs']);
  });

  it('finds its disk and its controller again', async () => {
    await broker().stop();
    const again = await stack?.start('queue');
    expect(again?.log()).not.toMatch(/ERROR|FATAL/);
    expect(again?.port).toBeGreaterThan(0);
  }, 120_000);
});
