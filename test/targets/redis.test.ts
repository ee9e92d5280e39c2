import { describe, expect, it } from 'vitest';
import { redisValue } from '../../src/formats/redis-values.ts';
import { InputError } from '../../src/model/problem.ts';
import type { Stack } from '../../src/model/stack.ts';
import { redisFile, redisTarget } from '../../src/targets/redis.ts';
import { mismatches } from '../servers/compare.ts';
import { describeWith } from '../servers/describe-with.ts';
import { readEntry } from '../servers/plan.ts';
import { startRedis } from '../servers/redis.ts';
import { redisValue as reportedValue } from '../servers/server-units.ts';
import { requireTool } from '../servers/tools.ts';
import { planOf } from './stacks.ts';

const conf = (plan: Stack): string => redisFile(plan, plan.components.find(({ kind }) => kind === 'redis') ?? { name: '', kind: '' }).text;

describe('redis.conf', () => {
  it('has a reason above every line that is tuned, and says nothing twice', () => {
    const all = conf(planOf()).split('\n');
    const structure = ['bind', 'protected-mode', 'daemonize', 'logfile', 'dir'];
    const names = all.flatMap((line, i) => {
      const name = line.split(' ')[0] ?? '';
      if (line === '' || line.startsWith('#')) return [];
      if (!structure.includes(name)) expect(all[i - 1], line).toMatch(/^# [A-Z].*\.$/);
      return [name];
    });
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining([...structure, 'port', 'maxmemory', 'maxmemory-policy', 'save', 'timeout']));
  });

  it('tells the user where a time cannot be spelled', () => {
    const plan = planOf({ settings: { 'cache.redis.timeout': 1500 } });
    expect(() => conf(plan)).toThrow(InputError);
    expect(() => conf(plan)).toThrow(/profiles\/test\.yaml:7:3: cache\.redis\.timeout/);
  });

  it('is one for each server here', async () => {
    const plan = planOf({ components: { api: 'node', cache: 'redis', queue: 'redis' }, links: ['api -> cache', 'api -> queue'], settings: { 'queue.component.external': 'there:6379' } });
    expect((await redisTarget.render(plan)).map(({ path }) => path)).toEqual(['redis/redis.conf']);
  });
});

for (const [id, version] of [['redis', '7.0'], ['redis-8', '8.0']] as const) {
  describeWith(`Redis ${version}`, [id, 'redis-cli'], () => {
    it.each([[{}], [{ 'cache.redis.appendonly': true, 'cache.redis.save': '3600 1 300 100', 'cache.redis.maxmemory': 12_345_678, 'cache.component.port': 7000 }]])('does what the plan says: %o', async (settings) => {
      const plan = planOf({ settings: { ...settings, 'cache.component.version': version } });
      const redis = await startRedis(conf(plan), requireTool(id));
      try {
        const config = await redis.config();
        const entries = [...plan.entries.values()].filter(({ component, setting }) => component === 'cache' && setting.kind === 'redis').map(({ id: name, value, setting }) => readEntry({ id: name, value, unit: setting.unit }));
        expect(entries.length).toBeGreaterThan(10);
        expect(mismatches(entries, ({ setting, unit }) => reportedValue(setting, config[setting] ?? '', unit))).toEqual([]);
        expect(redis.log()).not.toMatch(/WARNING.*(?:TCP backlog|maximum open files)|# Fatal|Bad directive/);
      } finally {
        await redis.stop();
      }
    });

    it('reads any text as one word', async () => {
      const hard = ['a b', 'it\'s "x"', '\\n', 'x\nrequirepass y', 'ü', '#', '$(id)'];
      for (const text of hard) {
        const redis = await startRedis(`syslog-ident ${redisValue({ unit: 'text', name: 'syslog-ident' }, text) ?? ''}\n`, requireTool(id));
        try {
          expect((await redis.config())['syslog-ident']).toBe(text);
          expect((await redis.config())['requirepass']).toBe('');
        } finally {
          await redis.stop();
        }
      }
    });
  });
}
