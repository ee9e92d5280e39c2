/**
 * Cache-aside: answers from Redis, or loads and keeps for `lifetime` milliseconds what was found.
 * A cache that is away or slow is no error: the answer then comes from the database each time.
 * @template T
 * @param {import('ioredis').Redis} redis
 * @param {string} key
 * @param {number} lifetime
 * @param {() => Promise<T | undefined>} load
 * @returns {Promise<T | undefined>}
 */
export async function cached(redis, key, lifetime, load) {
  // Commands would wait in a queue for the connection to come back.
  if (redis.status !== 'ready') return load();
  const kept = await redis.get(key).catch(() => null);
  if (kept !== null) return JSON.parse(kept);
  const loaded = await load();
  if (loaded !== undefined) redis.set(key, JSON.stringify(loaded), 'PX', lifetime).catch(() => undefined);
  return loaded;
}
