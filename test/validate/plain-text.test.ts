import { expect, it } from 'vitest';
import { masked, safeJson, told } from '../../src/reporters/plain-text.ts';
import { beginningOf, expectGrowth } from '../effort.ts';

it.each([
  ['postgres://app:hunter2@db/x', 'postgres://app:***@db/x'],
  ['redis://:hunter2@cache', 'redis://:***@cache'],
  ['host=db password=hunter2 user=app', 'host=db password=*** user=app'],
  ['Server=db;Pwd=hunter2;Timeout=3', 'Server=db;Pwd=***;Timeout=3'],
  ['Authorization "Basic aHVudGVyMg=="', 'Authorization "Basic ***"'],
  ['authorization: Bearer $TOKEN', 'authorization: Bearer $TOKEN'],
  ['server u:hunter2@api:8003', 'server u:***@api:8003'],
  ['u:hunt:er2@[::1]:80 is passed to', 'u:***@[::1]:80 is passed to'],
  ['nginx:1.27@sha256:0123', 'nginx:1.27@sha256:0123'],
  ['auth:${PW}@api', 'auth:${PW}@api'],
  ['nginx.conf:3:14', 'nginx.conf:3:14'],
  ['http://api:3000/x@y', 'http://api:3000/x@y'],
  ['password=${DB_PASSWORD}', 'password=${DB_PASSWORD}'],
])('%s is told as %s', (text, shown) => expect(masked(text)).toBe(shown));

it('what steers a terminal is escaped', () => {
  expect(told('a\u001b[2J\nb\u202e')).toBe('a\\u001b[2J\\nb\\u202e');
  expect(JSON.parse(safeJson({ a: '\u202e\u009b"\\' }))).toEqual({ a: '\u202e\u009b"\\' });
  expect(safeJson({ a: '\u202e' })).not.toContain('\u202e');
});

it('takes as long as the text asks for, where nothing ends', () => {
  const endless = ['://a:'.repeat(100_000), 'a:b '.repeat(100_000), ':a'.repeat(200_000), 'a:a@'.repeat(100_000), `://${'a'.repeat(500_000)}`, 'password='.repeat(50_000)];
  for (const whole of endless) expectGrowth(beginningOf(whole), masked);
});
