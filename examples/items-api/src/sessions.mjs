import { randomBytes } from 'node:crypto';

/** A day, in seconds. */
const LIFETIME = 86_400;

/** @param {string} token */
const keyOf = (token) => `session:${token}`;

/**
 * Opens a session, kept in Redis so that every process and replica knows it, and returns its cookie.
 * @param {import('ioredis').Redis} redis
 * @param {string} user
 * @param {{ secure: boolean }} connection
 */
export async function openSession(redis, user, { secure }) {
  const token = randomBytes(32).toString('base64url');
  await redis.set(keyOf(token), user, 'EX', LIFETIME);
  return `sid=${token}; Path=/; Max-Age=${LIFETIME}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

/**
 * The user of the session that a Cookie header names.
 * @param {import('ioredis').Redis} redis
 * @param {string} [cookies]
 */
export async function userOf(redis, cookies = '') {
  const token = /(?:^|;\s*)sid=([\w-]{43})(?:;|$)/.exec(cookies)?.[1];
  return token === undefined ? null : redis.get(keyOf(token));
}
