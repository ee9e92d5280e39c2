import { createSocket } from 'node:dgram';

/** A name server on the loopback that answers every question for an IPv4 address with 127.0.0.1. */
export interface NameServer { readonly port: number; readonly stop: () => Promise<void> }

/** Starts a name server that stands for Docker's own: every service name is on this machine. */
export async function startNameServer(): Promise<NameServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => { socket.send(answer(query), from.port, from.address); });
  await new Promise<void>((resolve) => { socket.bind(0, '127.0.0.1', resolve); });
  return { port: socket.address().port, stop: () => new Promise((resolve) => { socket.close(resolve); }) };
}

const headerLength = 12;
const typeA = 1;

function answer(query: Buffer): Buffer {
  const nameEnd = query.indexOf(0, headerLength);
  const question = query.subarray(headerLength, nameEnd + 5);
  const answers = query.readUInt16BE(nameEnd + 1) === typeA ? 1 : 0;
  const header = Buffer.alloc(headerLength);
  query.copy(header, 0, 0, 2);
  // A response, recursion desired and available; one question, and an answer or none.
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers, 6);
  // The name by reference to the question, type A, class IN, 60 seconds, four bytes.
  const record = Buffer.from([0xc0, headerLength, 0, typeA, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
  return Buffer.concat(answers === 1 ? [header, question, record] : [header, question]);
}
