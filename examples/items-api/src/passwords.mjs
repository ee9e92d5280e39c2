import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = /** @type {(password: string, salt: Buffer, length: number) => Promise<Buffer>} */ (promisify(scrypt));

/**
 * `salt:key` of a password, both in hex.
 * @param {string} password
 */
export async function hashed(password) {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${(await derive(password, salt, 32)).toString('hex')}`;
}

/** What an unknown name is compared with: it takes as long as a known one. */
const nobody = hashed(randomBytes(16).toString('hex'));

/**
 * Whether a password is the one that was hashed.
 * @param {string} password
 * @param {string} [kept]
 */
export async function matches(password, kept) {
  const [salt, key] = (kept ?? (await nobody)).split(':').map((hex) => Buffer.from(hex, 'hex'));
  return timingSafeEqual(await derive(password, salt, 32), key);
}
