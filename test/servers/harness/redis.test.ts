import { expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { startRedis } from '../redis.ts';
import { requireTool } from '../tools.ts';

const conf = `
bind * -::*
protected-mode no
dir /data
maxmemory 64mb
maxmemory-policy allkeys-lru
appendonly no
save ""
requirepass "pass"
timeout 300
`;

for (const id of ['redis', 'redis-8'] as const) {
  describeWith(`the harness of ${id}`, [id, 'redis-cli'], () => {
    it('starts with a file and reports its settings', async () => {
      const redis = await startRedis(conf, requireTool(id));
      try {
        expect(await redis.config()).toMatchObject({ maxmemory: '67108864', 'maxmemory-policy': 'allkeys-lru', appendonly: 'no', save: '', timeout: '300' });
        expect(await redis.command('PING')).toBe('PONG');
        await expect(redis.command('NONSENSE')).rejects.toThrow(/unknown command/);
        expect(redis.mapped).toEqual([
          { from: 'bind * -::*', to: 'bind 127.0.0.1' },
          { from: 'dir /data', to: expect.stringMatching(/^dir .*\/data$/) },
          { from: '', to: `port ${redis.port}` },
        ]);
      } finally {
        await redis.stop();
      }
    });

    it('refuses a file with the server\'s own message', async () => {
      await expect(startRedis('maxmemory-polizei allkeys-lru', requireTool(id))).rejects.toThrow(/maxmemory-polizei/);
      await expect(startRedis('maxmemory-policy most-recent', requireTool(id))).rejects.toThrow(/must be one of/);
    });
  });
}
