import { describe, expect, it } from 'vitest';
import { MiB } from '../../src/model/value.ts';
import { redisReader } from '../../src/readers/inside/redis.ts';
import { containerOf, factsOf, placeOf, valuesOf } from './container.ts';

const recognised = (said: Parameters<typeof containerOf>[0]): boolean => redisReader.recognises(containerOf(said));

describe('a Redis is told', () => {
  it.each(['redis:7.4-alpine', 'valkey/valkey:8.0', 'redis/redis-stack-server:7.4.0-v1', 'bitnami/redis:7.4'])('from its image %s', (image) => expect(recognised({ image })).toBe(true));
  it('and not where it is a sentinel, a client, or another program', () => {
    for (const command of [['redis-sentinel', '/etc/s.conf'], ['redis-server', '/etc/s.conf', '--sentinel'], ['redis-cli', '-h', 'cache'], ['sh', '-c', 'sleep 5 && redis-cli ping']]) expect(recognised({ image: 'redis:7', command })).toBe(false);
    expect(recognised({ image: 'oliver006/redis_exporter' })).toBe(false);
  });
});

describe('the command line of Redis', () => {
  it('has directives after two dashes', () => {
    const facts = factsOf(redisReader, { image: 'redis:7.4', command: ['redis-server', '--maxmemory', '256mb', '--maxmemory-policy', 'allkeys-lru', '--save', '', '--port', '6380', '--appendonly', 'yes'] });
    expect(valuesOf(facts)).toMatchObject({ 'redis.maxmemory': 256 * MiB, 'redis.maxmemory-policy': 'allkeys-lru', 'redis.save': '', 'redis.appendonly': true, 'component.port': 6380, 'container.listens[6380]': true, 'component.version': '7.4' });
    expect(placeOf(facts, 'redis.maxmemory')).toBe('docker-compose.yml:6:2');
  });

  it('may be a line of a shell', () => {
    expect(valuesOf(factsOf(redisReader, { image: 'redis:7.4', command: ['sh', '-c', 'exec redis-server --maxmemory 100m --requirepass "$PASS"'] }))).toMatchObject({ 'redis.maxmemory': 100_000_000 });
  });

  it('with a variable is not read', () => {
    expect(factsOf(redisReader, { image: 'redis:7.4', command: ['redis-server', '--maxmemory', '${SIZE}'] }).unread).toMatchObject([{ id: 'db.redis.maxmemory' }]);
  });
});

describe('redis.conf', () => {
  const files = { '/etc/redis/redis.conf': '# cache\nmaxmemory 1gb\ninclude more.conf\n', '/etc/redis/more.conf': 'maxmemory 2gb\nreplicaof primary 6379\n' };
  it('is loaded where the command names it; the command line comes after it', () => {
    const facts = factsOf(redisReader, { image: 'redis:7.4', command: ['redis-server', '/etc/redis/redis.conf', '--maxmemory-policy', 'noeviction'], files });
    expect(valuesOf(facts)).toMatchObject({ 'redis.maxmemory': 2048 * MiB, 'redis.maxmemory-policy': 'noeviction' });
    expect(facts.connections).toMatchObject([{ host: 'primary', port: 6379, protocol: 'redis' }]);
  });
  it('is not loaded where nothing names it', () => {
    expect(valuesOf(factsOf(redisReader, { image: 'redis:7.4', files }))).not.toHaveProperty(['redis.maxmemory']);
  });
  it('that is named and not there leaves nothing known', () => {
    expect(factsOf(redisReader, { image: 'redis:7.4', command: ['redis-server', '/x/redis.conf'] }).unread.map(({ id }) => id)).toContain('db.redis.maxmemory');
  });
});

it('Bitnami reads variables', () => {
  const facts = factsOf(redisReader, { image: 'bitnami/redis:7.4', environment: { REDIS_EXTRA_FLAGS: '--maxmemory 100mb', REDIS_PORT_NUMBER: '6400' } });
  expect(valuesOf(facts)).toMatchObject({ 'redis.maxmemory': 100 * MiB, 'component.port': 6400, 'redis.appendonly': true });
});
