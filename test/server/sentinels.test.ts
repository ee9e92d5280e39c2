import { afterEach, expect, it } from 'vitest';
import { accepts, freePort, startServer, type Server } from '../servers/child.ts';
import { describeWith } from '../servers/describe-with.ts';
import { startRedis, type RunningRedis } from '../servers/redis.ts';
import { makeSandbox } from '../servers/sandbox.ts';
import { requireTool } from '../servers/tools.ts';
import { eventually, launched } from './runtime.ts';

/** What the operator's sentinels are told, with less patience. */
const sentinelConf = (port: number, master: number): string => `port ${port}
bind 127.0.0.1
sentinel monitor mymaster 127.0.0.1 ${master} 2
sentinel down-after-milliseconds mymaster 500
sentinel failover-timeout mymaster 2000
sentinel parallel-syncs mymaster 2
`;

async function startSentinel(master: number): Promise<Server & { readonly port: number }> {
  const sandbox = makeSandbox('sentinel');
  const port = await freePort();
  const server = await startServer({ command: requireTool('redis-8').path, args: [sandbox.write('sentinel.conf', sentinelConf(port, master)), '--sentinel'], sandbox, stopSignal: 'SIGTERM', ready: () => accepts(port) });
  return { ...server, port, stop: async () => { await server.stop(); sandbox.remove(); } };
}

/** The client as a rendered server.config.mjs of a cluster has it: a name that nobody moves, and sentinels that know. */
const configured = (port: number, sentinel: number): string => `config.redis = { client: {
  host: '127.0.0.1', port: ${port}, sentinels: [{ host: '127.0.0.1', port: ${sentinel} }], name: 'mymaster', failoverDetector: true,
  connectTimeout: 500, commandTimeout: 500, maxRetriesPerRequest: 1,
}, connections: 1 };`;

const HANDLER = 'const { redis } = context; return async (request, response) => { response.end(String(await redis.incr(\'count\'))); };';

const says = (redis: RunningRedis, question: string, answer: RegExp) => eventually(async () => answer.test(await redis.command(...question.split(' '))), () => `${question} never says ${String(answer)}: ${redis.log()}`);

describeWith('sentinels', ['redis-8'], () => {
  const running: { readonly stop: () => Promise<void> }[] = [];
  const kept = <One extends { readonly stop: () => Promise<void> }>(one: One): One => {
    running.push(one);
    return one;
  };
  afterEach(async () => { for (const one of running.splice(0).reverse()) await one.stop(); });

  it('lead the client to the copy that became the master', async () => {
    const master = await startRedis('', requireTool('redis-8'));
    const copy = kept(await startRedis(`replicaof 127.0.0.1 ${master.port}\n`, requireTool('redis-8')));
    await says(copy, 'info replication', /master_link_status:up/);
    const sentinel = kept(await startSentinel(master.port));
    for (const { port } of [master, master]) kept(await startSentinel(port));
    await says(copy, 'client list', /name=sentinel/);
    const server = await launched(HANDLER, { configCode: configured(master.port, sentinel.port) });
    expect(await (await fetch(server.url)).text()).toBe('1');

    await master.stop();
    await eventually(async () => (await fetch(server.url)).status === 200, () => `no master is found: ${server.errors()}`);
    expect(await copy.command('info', 'replication')).toContain('role:master');
    expect(Number(await copy.command('get', 'count'))).toBeGreaterThan(1);
    server.signal('SIGTERM');
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });
});
