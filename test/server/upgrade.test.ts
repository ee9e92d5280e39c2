import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { launched, logged } from './runtime.ts';

it('hands connections over for WebSockets, and closes them when it stops', async () => {
  const server = await launched(`return {
    handle: (request, response) => { response.end(); },
    upgrade: (request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: echo\\r\\n\\r\\n');
      socket.on('data', (data) => socket.write(data));
    },
  };`, { changes: { shutdown: { drain: 300 } } });
  const socket = connect(server.port, '127.0.0.1').setEncoding('utf8').on('error', () => undefined);
  socket.write('GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 101 /);
  socket.write('hello');
  expect(String((await once(socket, 'data'))[0])).toBe('hello');
  server.signal('SIGTERM');
  await once(socket, 'close');
  expect(await server.ended).toEqual({ code: 0, signal: null });
  await logged(server, 'cut off');
});
