import { describe, expect, test } from 'vitest';
import { wrongWith } from './workspace.ts';

/** Text that would leave its place in nginx, YAML, SQL, env or conf files, in a template or in a shell. */
const HOSTILE = [
  '"', "'", '`', ';', '#', '$', '${HOME}', '$(id)', '{{x}}', '{', '}', '\\', '\n', '\r', '\t', '\0', '\u001b[31m', '\u0085', '\u2028', '\u202e',
  '<', '>', '|', '&', '^', '?', '~', 'a\nb', "'; DROP TABLE users; --", '"; return 200; #', '\ud800',
] as const;

/** A profile with the text at one place, as JSON so that every character can be written. */
const PLACES: Readonly<Record<string, (text: string) => unknown>> = {
  name: (text) => ({ name: `shop${text}` }),
  extends: (text) => ({ extends: `./base${text}.yaml` }),
  domain: (text) => ({ domain: `shop.example.com${text}` }),
  published_address: (text) => ({ published_address: `127.0.0.1${text}` }),
  session_cookies: (text) => ({ session_cookies: [`sid${text}`] }),
  trusted_proxies: (text) => ({ trusted_proxies: [`10.0.0.0/8${text}`] }),
  'policy of a header': (text) => ({ headers: { content_security_policy: `default-src 'self'${text}` } }),
  'word of a header': (text) => ({ headers: { x_frame_options: `DENY${text}` } }),
  'permission of a header': (text) => ({ headers: { permissions_policy: `camera=()${text}` } }),
  origin: (text) => ({ components: [{ name: 'api', routes: [{ path: '/', allow_origins: [`https://shop.example.com${text}`] }] }] }),
  without: (text) => ({ without: [`cache${text}`] }),
  'component name': (text) => ({ components: [{ name: `web${text}`, kind: 'node' }] }),
  'component kind': (text) => ({ components: [{ name: 'web', kind: `node${text}` }] }),
  version: (text) => ({ components: [{ name: 'api', version: `22${text}` }] }),
  image: (text) => ({ components: [{ name: 'api', image: `shop/api:1${text}` }] }),
  external: (text) => ({ components: [{ name: 'db', external: `db.example.com${text}:5432` }] }),
  link: (text) => ({ components: [{ name: 'api', links: [`db${text}`] }] }),
  path: (text) => ({ components: [{ name: 'api', routes: [{ path: `/feed${text}` }] }] }),
  cache: (text) => ({ components: [{ name: 'api', routes: [{ path: '/', cache: `short${text}` }] }] }),
  size: (text) => ({ machine: { memory: `8GiB${text}` } }),
  time: (text) => ({ targets: { p95: `150ms${text}` } }),
  'text of PostgreSQL': (text) => ({ settings: { 'db.postgres.log_line_prefix': `%m${text}` } }),
  'word of PostgreSQL': (text) => ({ settings: { 'db.postgres.wal_level': `replica${text}` } }),
  'text of Redis': (text) => ({ settings: { 'cache.redis.save': `3600 1${text}` } }),
  'key of a setting': (text) => ({ settings: { [`db.postgres.work_mem${text}`]: '8MB' } }),
  'subject of a setting': (text) => ({ settings: { [`api.route.timeout[/feed${text}]`]: '8s' } }),
  key: (text) => ({ [`ha${text}`]: true }),
};

// Paths may hold what a home directory is written with: it is no more than a letter to a path.
const allowed = (place: string, text: string): boolean => text === '~' && (place === 'path' || place === 'extends' || place === 'subject of a setting' || place === 'policy of a header')
  // A policy is made of quoted words, lists and addresses; nginx gets it as one quoted word.
  || (place === 'policy of a header' && ["'", ';', '&', '?', "'; DROP TABLE users; --"].includes(text)) || (place === 'permission of a header' && text === '"');

describe.each(Object.keys(PLACES))('%s', (place) => {
  test.each(HOSTILE.filter((text) => !allowed(place, text)))('refuses %j', (text) => {
    const json = JSON.stringify({ extends: 'medium', ...(PLACES[place]?.(text) as object) });
    const complaints = wrongWith(json);
    expect(complaints).not.toEqual([]);
    // What is quoted from the profile cannot steer a terminal or break the line.
    expect(complaints.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\ud800-\udfff]/u);
  });
});

test('what is allowed stays allowed', () => {
  const profile = {
    extends: 'medium', name: 'shop-2', domain: 'xn--bcher-kva.example', published_address: '0.0.0.0', session_cookies: ['__Host-sid', 'connect.sid'], trusted_proxies: ['10.0.0.0/8', '2001:db8::/32', '::1/128'],
    components: [
      { name: 'api', version: '22.11', image: `registry.example.com:5000/shop/api_v2:1.4-rc.1@sha256:${'a'.repeat(64)}`, routes: [{ path: '/' }, { path: '/.well-known/' }, { path: '/~user/a_b-c.d' }] },
      { name: 'db', external: '10.1.2.3:5432' },
    ],
    settings: { 'db.postgres.log_line_prefix': '%m [%p] %q%u@%d ', 'db.postgres.synchronous_standby_names': 'ANY 2 (a, b)', 'cache.redis.save': '3600 1 300 100', 'db.postgres.ssl_ciphers': 'HIGH:MEDIUM:+3DES:!aNULL', 'db.postgres.TimeZone': 'Europe/Berlin' },
  };
  expect(wrongWith(JSON.stringify(profile))).toEqual([]);
});

test.each([
  ['trusted_proxies', { trusted_proxies: ['10.0.0.0/33'] }], ['trusted_proxies', { trusted_proxies: ['300.0.0.0/8'] }], ['trusted_proxies', { trusted_proxies: ['10.0.0.1'] }],
  ['trusted_proxies', { trusted_proxies: [':::/8'] }], ['trusted_proxies', { trusted_proxies: ['2001:db8::/129'] }],
  ['external', { components: [{ name: 'db', external: 'db.example.com:0' }] }], ['external', { components: [{ name: 'db', external: 'db.example.com:99999' }] }], ['external', { components: [{ name: 'db', external: 'db.example.com' }] }],
  ['path', { components: [{ name: 'api', routes: [{ path: 'feed' }] }] }], ['path', { components: [{ name: 'api', routes: [{ path: '/a//b' }] }] }], ['path', { components: [{ name: 'api', routes: [{ path: '/a/../b' }] }] }],
  ['domain', { domain: 'shop..example' }], ['domain', { domain: '-shop.example' }], ['domain', { domain: '*' }], ['image', { components: [{ name: 'api', image: 'UPPER/case' }] }],
] as const)('%s refuses %j', (_field, part) => {
  expect(wrongWith(JSON.stringify({ extends: 'medium', ...part }))).not.toEqual([]);
});
