import { expect, it } from 'vitest';
import { createLogger, seldom } from '../../src/server/log.ts';

const lines = (level: string) => {
  const written: string[] = [];
  return { log: createLogger(level, { name: 'api' }, (line) => written.push(line)), read: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
};

it('writes what pino would', () => {
  const { log, read } = lines('info');
  log.info('started');
  log.child({ worker: 2 }).warn({ port: 3000 }, 'listening');
  expect(read()).toEqual([
    { level: 30, time: expect.any(Number) as number, pid: process.pid, name: 'api', msg: 'started' },
    { level: 40, time: expect.any(Number) as number, pid: process.pid, name: 'api', worker: 2, port: 3000, msg: 'listening' },
  ]);
});

it('writes errors with their causes', () => {
  const { log, read } = lines('info');
  log.error(new Error('query failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) }));
  expect(read()).toMatchObject([{ level: 50, msg: 'query failed', err: { type: 'Error', message: 'query failed', cause: { message: 'refused', code: 'ECONNREFUSED' } } }]);
});

it('writes nothing below its level, and nothing at all when silent', () => {
  const warn = lines('warn');
  warn.log.info('no');
  warn.log.warn('yes');
  const silent = lines('silent');
  silent.log.fatal('no');
  expect([warn.read().map(({ msg }) => msg), silent.read()]).toEqual([['yes'], []]);
});

it('writes what JSON has no words for', () => {
  const { log, read } = lines('info');
  const circle: Record<string, unknown> = { size: 1n };
  log.warn({ circle: Object.assign(circle, { self: circle }) }, 'round');
  expect(read()).toMatchObject([{ level: 40, msg: 'round', fields: expect.stringContaining('size: 1n') as string }]);
});

it('calls a function seldom, and says how often it was not', () => {
  const calls: unknown[] = [];
  const never = seldom(60_000, (word: string, untold) => { calls.push([word, untold]); });
  never('a');
  never('b');
  expect(calls).toEqual([['a', 0]]);
  let skipped = 0;
  const always = seldom(0, (_: string, untold) => { skipped += untold; });
  always('a');
  always('b');
  expect(skipped).toBe(0);
});
