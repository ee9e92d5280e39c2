import { createSocket } from 'node:dgram';

/** A name server on the loopback that stands for Docker's own. */
export interface NameServer { readonly port: number; readonly stop: () => Promise<void> }

/** Starts a name server; `addresses` gives the IPv4 addresses of a name, none where nobody has that name. */
export async function startNameServer(addresses: (name: string) => readonly string[]): Promise<NameServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => { socket.send(answer(query, addresses), from.port, from.address); });
  await new Promise<void>((resolve, reject) => { socket.once('error', reject).bind(0, '127.0.0.1', resolve); });
  return { port: socket.address().port, stop: () => new Promise((resolve) => { socket.close(() => resolve()); }) };
}

const HEADER_LENGTH = 12;
const TYPE_A = 1;
const NAME_ERROR = 3;
/** Seconds; nginx is told another time to keep answers (`valid`). */
const LIFETIME = 60;

function answer(query: Buffer, addresses: (name: string) => readonly string[]): Buffer {
  const nameEnd = query.indexOf(0, HEADER_LENGTH);
  const question = query.subarray(HEADER_LENGTH, nameEnd + 5);
  const known = addresses(nameIn(query.subarray(HEADER_LENGTH, nameEnd)));
  const records = query.readUInt16BE(nameEnd + 1) === TYPE_A ? known.map(record) : [];
  const header = Buffer.alloc(HEADER_LENGTH);
  query.copy(header, 0, 0, 2);
  // A response, recursion desired and available; one question, and the answers.
  header.writeUInt16BE(0x8180 | (known.length === 0 ? NAME_ERROR : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, question, ...records]);
}

/** Labels, each behind its length, as a name with dots. */
function nameIn(labels: Buffer): string {
  const words: string[] = [];
  for (let at = 0; at < labels.length;) {
    const length = labels[at] ?? 0;
    words.push(labels.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return words.join('.').toLowerCase();
}

/** The name by reference to the question, type A, class IN, its lifetime, four bytes. */
const record = (address: string): Buffer => Buffer.from([0xc0, HEADER_LENGTH, 0, TYPE_A, 0, 1, 0, 0, 0, LIFETIME, 0, 4, ...address.split('.').map(Number)]);
