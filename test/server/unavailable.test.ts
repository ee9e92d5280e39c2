import { expect, it } from 'vitest';
import { unavailable } from '../../src/server/unavailable.ts';

const coded = (code: string, more: object = {}) => Object.assign(new Error('an error'), { code, ...more });

it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', '57P01', '57P02', '57P03', '53300', '08000', '08006', '08P01'])('knows the code %s', (code) => {
  expect(unavailable(coded(code))).toBe(true);
});

it.each([
  'timeout exceeded when trying to connect',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Connection terminated',
  'Client has encountered a connection error and is not queryable',
  'Connection is closed.',
  'Command timed out',
  'Reached the max retries per request limit (which is 2). Refer to "maxRetriesPerRequest" option for details.',
  'LOADING Redis is loading the dataset in memory',
])('knows the words of "%s"', (message) => {
  expect(unavailable(new Error(message))).toBe(true);
});

it('looks into causes and aggregates', () => {
  expect(unavailable(new Error('query failed', { cause: coded('ECONNREFUSED') }))).toBe(true);
  expect(unavailable(new AggregateError([coded('ECONNREFUSED')], 'localhost'))).toBe(true);
});

it('knows a socket file that is not there from a file that is not there', () => {
  expect([unavailable(coded('ENOENT', { syscall: 'connect' })), unavailable(coded('ENOENT', { syscall: 'open' }))]).toEqual([true, false]);
});

it.each([
  ['a wrong query', coded('42601')],
  ['a broken constraint', coded('23505')],
  ['a statement that took too long', coded('57014')],
  ['a wrong command', new Error('ERR wrong number of arguments')],
  ['a mistake', new TypeError('undefined is not a function')],
  ['what is no error', 'ECONNREFUSED'],
])('does not take %s for it', (_, error) => {
  expect(unavailable(error)).toBe(false);
});
