import { Resolver } from 'node:dns/promises';
import { expect, it } from 'vitest';
import { startNameServer } from '../../src/live/names.ts';

it('answers with every address of a name, and knows no other names', async () => {
  const known: Record<string, readonly string[]> = { 'api': ['127.0.0.2', '127.0.0.3'], 'api.shop': ['127.0.0.4'] };
  const server = await startNameServer((name) => known[name] ?? []);
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  resolver.setServers([`127.0.0.1:${server.port}`]);
  try {
    expect(await resolver.resolve4('api')).toEqual(['127.0.0.2', '127.0.0.3']);
    expect(await resolver.resolve4('API.Shop')).toEqual(['127.0.0.4']);
    await expect(resolver.resolve4('nobody')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver.resolve6('api')).rejects.toMatchObject({ code: 'ENODATA' });
  } finally {
    await server.stop();
  }
});
