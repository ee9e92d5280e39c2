import { afterAll, expect, it } from 'vitest';
import { importNodeConfig, parseEnv } from '../node-config.ts';
import { makeSandbox } from '../sandbox.ts';

const sandbox = makeSandbox('node-config');
afterAll(() => { sandbox.remove(); });

it('imports a config with exactly the given environment', async () => {
  const file = sandbox.write('server.config.mjs', 'console.log("loading"); export const server = { port: Number(process.env.PORT), home: process.env.HOME ?? null, f() {} }');
  expect(await importNodeConfig(file, { PORT: '3000' })).toEqual({ exports: { server: { port: 3000, home: null } } });
});

it('says why a config cannot be imported', async () => {
  expect(await importNodeConfig(sandbox.write('syntax.mjs', 'export const = 1'))).toEqual({ error: expect.stringContaining('SyntaxError') });
  expect(await importNodeConfig(sandbox.write('throws.mjs', 'throw new Error("DATABASE_URL is not set")'))).toEqual({ error: expect.stringContaining('DATABASE_URL is not set') });
  expect(await importNodeConfig(sandbox.write('exits.mjs', 'process.exit(4)'))).toEqual({ error: 'node ended with 4' });
});

it('takes a warning for a fault', async () => {
  expect(await importNodeConfig(sandbox.write('warns.mjs', 'process.emitWarning("old")'))).toEqual({ error: expect.stringContaining('old') });
});

it('reads an .env file', () => {
  expect(parseEnv('# A=0\nA=1\nexport B="two words"\n\nC=\nD=a=b\n')).toEqual({ A: '1', B: 'two words', C: '', D: 'a=b' });
});
