import { describe, expect, it } from 'vitest';
import { redisReader } from '../../src/readers/inside/redis.ts';
import { startRedis } from '../servers/redis.ts';
import { findTool } from '../servers/tools.ts';
import { factsOf } from './container.ts';

const TRICKY = [
  '  maxmemory 300MB', 'MAXMEMORY-POLICY allkeys-LRU', 'maxclients 500', 'timeout 30', 'tcp-keepalive "60"', "tcp-backlog '128'", 'databases 4', 'appendonly yes', 'save 900 1', 'save 300 10 60 10000',
  'lazyfree-lazy-eviction YES', '# maxmemory 1gb', 'io-threads 2',
].join('\r\n');

describe.each((['redis', 'redis-8'] as const).filter((id) => findTool(id) !== undefined))('what %s makes of a file', (id) => {
  const tool = findTool(id);
  it('is what is read', async () => {
    if (tool === undefined) return;
    const server = await startRedis(`${TRICKY}\n`, tool);
    try {
      const config = await server.config();
      const facts = factsOf(redisReader, { image: 'redis:8.0', command: ['redis-server', '/redis.conf'], files: { '/redis.conf': TRICKY } });
      const read = facts.entries.filter((entry) => entry.setting.kind === 'redis');
      expect(read.length).toBe(11);
      const shown = (value: unknown, unit: string): string => (value === true ? 'yes' : value === false ? 'no' : String(unit === 'milliseconds' ? Number(value) / 1000 : value));
      expect(Object.fromEntries(read.map(({ setting, value }) => [setting.name, shown(value, setting.unit)]))).toEqual(Object.fromEntries(read.map(({ setting }) => [setting.name, config[setting.name]])));
    } finally {
      await server.stop();
    }
  });

  it.each(['maxmemory 1xx', 'maxmemory 1.5gb', 'appendonly true', 'maxmemory-policy lru', 'maxclients 0', 'maxmemory "1gb', 'databases x', 'maxmemory'])('%s is refused', async (line) => {
    if (tool === undefined) return;
    const facts = factsOf(redisReader, { image: 'redis:8.0', command: ['redis-server', '/redis.conf'], files: { '/redis.conf': `${line}\n` } });
    expect(facts.problems.length + facts.unread.length).toBeGreaterThan(0);
    expect(await startRedis(`${line}\n`, tool).then(async (server) => { await server.stop(); return true; }, () => false), 'the server starts').toBe(false);
  });
});
