import { expect, it } from 'vitest';
import { settingsIn } from '../../../src/model/setting.ts';
import { redisReadsAtStart } from '../../../src/settings/at-start.ts';
import * as redis from '../../../src/settings/redis.ts';
import { describeWith } from '../../servers/describe-with.ts';
import { startRedis } from '../../servers/redis.ts';
import { requireTool } from '../../servers/tools.ts';
import { sideOf } from './sides.ts';

it('is what gen explain says of each setting', () => {
  expect(settingsIn(redis).filter(({ restart }) => restart === true).map(({ name }) => name).sort()).toEqual(settingsIn(redis).map(({ name }) => name).filter(redisReadsAtStart).sort());
});

describeWith('what Redis refuses to be told while it runs is what gen diff says it restarts for', ['redis', 'redis-8', 'redis-cli'], () => {
  it.each(['redis', 'redis-8'] as const)('%s, every directive that it knows', async (tool) => {
    const { files } = await sideOf('small');
    const running = await startRedis(files.find(({ path }) => path === 'redis/redis.conf')?.text ?? '', requireTool(tool));
    try {
      const config = await running.config();
      const refused: string[] = [];
      for (const [name, value] of Object.entries(config)) {
        const answer = await running.command('CONFIG', 'SET', name, value).catch((error: unknown) => String(error));
        if (answer !== 'OK') refused.push(name);
        expect(answer, name).toMatch(/^OK$|immutable config|protected config/);
      }
      expect(Object.keys(config).length).toBeGreaterThan(150);
      expect(refused.sort()).toEqual(Object.keys(config).filter(redisReadsAtStart).sort());
    } finally {
      await running.stop();
    }
  });
});
