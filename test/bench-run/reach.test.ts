import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { reach } from '../../src/bench/reach.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import { withServer } from './servers.ts';

const scenario: Scenario = [{ name: 'add', method: 'POST', path: '/items', weight: 9 }, { name: 'item', method: 'GET', path: '/items/{7..7}?q=1', weight: 1 }];
const asking = { scenario, timeout: 5000 };

describe('before a load goes to a server', () => {
  it('one GET of the scenario is asked there', async () => {
    const asked: string[] = [];
    await withServer((request, response) => void (asked.push(`${request.method} ${request.headers.host} ${request.url}`), response.end()), (url) => reach(url, { ...asking, host: 'shop.example.com' }));
    expect(asked).toEqual(['GET shop.example.com /items/7?q=1']);
  });

  it('an address where nobody listens is refused', async () => {
    const url = await withServer(() => undefined, (here) => Promise.resolve(here));
    await expect(reach(url, asking)).rejects.toThrow(`--url: nobody can be asked at ${url}: ECONNREFUSED`);
  });

  it('so is TLS where none is spoken', async () => {
    await withServer(() => undefined, (url) => expect(reach(url.replace('http', 'https'), asking)).rejects.toThrow(/nobody can be asked at https:.*: (EPROTO|ERR_SSL)/));
  });

  it('so is an address that sends everybody to another one', async () => {
    await withServer((request, response) => response.writeHead(301, { location: `https://shop.example.com${request.url}` }).end(), (url) =>
      expect(reach(url, asking)).rejects.toThrow('sends clients to https://shop.example.com: redirects are all that would be measured\n  name that address: --url https://shop.example.com'));
  });

  it('an answer that leads elsewhere is one', async () => {
    await withServer((_, response) => response.writeHead(302, { location: 'https://elsewhere.example.com/' }).end(), (url) => reach(url, asking));
    await withServer((_, response) => response.writeHead(302, { location: 'http://:no address' }).end(), (url) => reach(url, asking));
  });

  it.each([404, 500, 503])('a %d is for the load to show', (status) => withServer((_, response) => response.writeHead(status).end(), (url) => reach(url, asking)));

  it('so is a server that does not answer, or hangs up', async () => {
    await withServer(() => undefined, (url) => reach(url, { ...asking, timeout: 50 }));
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    const drip = createServer((socket) => void socket.on('error', () => undefined).resume().write('HTTP/1.1 200 OK\r\n'));
    await new Promise<void>((settle) => drip.listen(0, '127.0.0.1', settle));
    await reach(`http://127.0.0.1:${(drip.address() as AddressInfo).port}`, { ...asking, timeout: 50 });
    await new Promise((settle) => drip.close(settle));
    await reach(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asking);
    await new Promise((settle) => server.close(settle));
  });
});
