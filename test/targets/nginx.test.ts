import { describe, expect, it } from 'vitest';
import { headerSeconds, nginxCount, nginxOffset, nginxRate, nginxSize, nginxTime } from '../../src/formats/nginx-values.ts';
import { InputError } from '../../src/model/problem.ts';
import type { Stack } from '../../src/model/stack.ts';
import { nginxTarget, renderNginxConf, usesCache, type Platform } from '../../src/targets/nginx.ts';
import { describeWith } from '../servers/describe-with.ts';
import { nginxTest } from '../servers/nginx.ts';
import { requireTool } from '../servers/tools.ts';
import { componentOf, planOf, type Said } from './profile-stack.ts';

const ROUTES = [
  { path: '/' }, { path: '/feed', cache: 'short' }, { path: '/me', cache: 'long', auth: true }, { path: '/live', stream: 'websocket' },
  { path: '/events', stream: 'sse', cache: 'short' }, { path: '/assets/', immutable: true }, { path: '/login' }, { path: '/upload' },
] as const;
const FULL: Said = {
  routes: ROUTES,
  settings: {
    'profile.tls': true, 'profile.domain': 'shop.example.com', 'profile.session_cookies': ['sid', '__Host-shop.id'], 'profile.trusted_proxies': ['10.0.0.0/8', 'fd00::/8'],
    'api.route.rate_limit[/login]': 0.5, 'api.route.body_limit[/upload]': 50 * 1024 ** 2, 'api.route.timeout[/upload]': 61_000,
  },
};

const conf = (plan: Stack, platform: Platform = 'compose'): string => renderNginxConf(plan, componentOf(plan, 'proxy'), { platform });
const rendered = (said: Said = {}, platform: Platform = 'compose'): string => conf(planOf(said), platform);
const version = (text: string, more: Said = {}): Said => ({ ...more, settings: { 'proxy.component.version': text, ...more.settings } });
/** The locations of a file with what stands in them. */
const locations = (text: string): ReadonlyMap<string, string> => new Map([...text.matchAll(/^ {8}location (\S.*) \{\n([\s\S]*?)^ {8}\}$/gm)].map(([, match = '', body = '']) => [match, body]));

describe('versions', () => {
  it('HTTP/2 is a directive since 1.25.1 and was a word of listen before', () => {
    expect(rendered(version('1.25.1', FULL))).toMatch(/listen 8443 ssl;[\s\S]* http2 on;/);
    const old = rendered(version('1.25', FULL));
    expect(old).toContain('listen 8443 ssl http2 default_server backlog=');
    expect(old).not.toMatch(/^ *http2 /m);
  });

  it('names are looked up again since 1.27.3, in Compose', () => {
    expect(rendered(version('1.27.3'))).toMatch(/resolver 127\.0\.0\.11 ipv6=off valid=10s;\n.*\n *resolver_timeout 5s;\n *least_conn;\n.*\n *server api:3000 max_fails=3 fail_timeout=5s resolve;/);
    expect(rendered(version('1.27.2'))).not.toMatch(/resolve/);
    expect(rendered(version('1.30'), 'kubernetes')).not.toMatch(/resolve/);
    expect(rendered({ settings: { 'proxy.nginx.upstream.resolve': false } })).not.toMatch(/resolve/);
  });

  it('both halves of upstream keepalive are said, after the balancing method, and never close', () => {
    for (const one of ['1.22', '1.31']) expect(rendered(version(one, FULL))).toMatch(/proxy_http_version 1\.1;\n *proxy_set_header Connection "";[\s\S]*least_conn;[\s\S]*keepalive 150;/);
    expect(rendered(FULL)).not.toMatch(/['"]?close\b.*;/);
    expect(rendered({ settings: { 'proxy.nginx.upstream.keepalive[api]': 0 } })).not.toMatch(/^ *keepalive /m);
  });
});

describe('locations', () => {
  it('a route is its path and what lies below it, not its neighbours, and no regular expression', () => {
    expect([...locations(rendered({ routes: [{ path: '/' }, { path: '/feed' }, { path: '/assets/' }] })).keys()]).toEqual(['@refused', '= /healthz', '= /nginx_status', '= /livez', '= /readyz', '/', '= /feed', '/feed/', '= /assets', '/assets/', '@again_api']);
    expect([...locations(rendered({ routes: [{ path: '/a' }, { path: '/a/', auth: true }, { path: '/a/b' }] })).keys()].slice(5)).toEqual(['= /a', '/a/', '= /a/b', '/a/b/', '/', '@again_api']);
    expect(rendered(FULL)).not.toMatch(/location ~/);
  });

  it('what no route covers is not found; without routes everything goes to the first application', () => {
    expect(locations(rendered({ routes: [{ path: '/api' }] })).get('/')).toMatch(/return 404;/);
    expect(locations(rendered({ routes: [] })).get('/')).toMatch(/proxy_pass http:\/\/api;/);
  });

  it('caches what is public and no stream', () => {
    const all = locations(rendered(FULL));
    expect([...all].filter(([, body]) => body.includes('proxy_cache ')).map(([match]) => match)).toEqual(['= /feed', '/feed/']);
    expect(all.get('/feed/')).toMatch(/proxy_cache_valid 5m;\n.*\n *proxy_cache_valid 404 1m;/);
    const plain = planOf();
    expect([usesCache(plain, componentOf(plain, 'proxy')), conf(plain).includes('cache_pages')]).toEqual([false, false]);
    expect(rendered(FULL)).not.toMatch(/proxy_ignore_headers/);
  });

  it('a location that adds a header or sets one for the application repeats them all', () => {
    const text = rendered(FULL);
    const server = /repeat these\.\n([\s\S]*?)\n\n/.exec(text)?.[1] ?? '';
    const names = (part: string, directive: string): readonly string[] => [...part.matchAll(new RegExp(`${directive} (\\S+)`, 'g'))].map(([, name = '']) => name);
    expect(names(server, 'add_header').length).toBe(9);
    for (const [match, body] of locations(text)) {
      const added = names(body, 'add_header');
      if (added.length > 0) expect([match, names(server, 'add_header').filter((name) => !added.includes(name))]).toEqual([match, []]);
    }
    const usual = names(/proxy_http_version[\s\S]*?proxy_hide/.exec(text)?.[0] ?? '', 'proxy_set_header');
    expect(usual.length).toBe(9);
    expect(usual.filter((name) => !names(locations(text).get('/live/') ?? '', 'proxy_set_header').includes(name))).toEqual([]);
  });

  it('bodies that one client could fill /tmp with are not kept', () => {
    expect(locations(rendered(FULL)).get('= /upload')).toMatch(/client_max_body_size 50m;[\s\S]*proxy_request_buffering off;[\s\S]*proxy_read_timeout 66s;/);
    expect(locations(rendered({ routes: [{ path: '/upload' }], settings: { 'api.route.body_limit[/upload]': 2 * 1024 ** 2 } })).get('/upload/')).not.toMatch(/buffering/);
  });

  it.each(['/healthz', '/nginx_status/'])('the proxy keeps %s for itself', (path) => {
    const at = { file: 'shop.yaml', line: 7, column: 3 };
    const plan = planOf({ routes: [{ path, at }] });
    expect(() => conf(plan)).toThrow(new InputError([{ at, message: `the route ${path} is proxy's own: it answers there for itself`, hint: 'give the route another path' }]));
  });
});

describe('headers', () => {
  const hsts = (value?: string): string | undefined => /strict_transport_security \{\n.*\n\s*'' (.*);/.exec(rendered({ settings: { 'profile.tls': true, ...(value === undefined ? {} : { 'headers.strict_transport_security': value }) } }))?.[1];

  it('insist on TLS for two years, for as long as is stated, or not', () => {
    expect([hsts(), hsts('max-age=31536000; includeSubDomains'), hsts('false')]).toEqual(['"max-age=63072000"', '"max-age=31536000; includeSubDomains"', undefined]);
    expect(rendered({ settings: { 'profile.tls': true, 'headers.strict_transport_security': 'false' } })).not.toMatch(/strict.transport/i);
  });

  it('a policy of ours does not weaken an X-Frame-Options of the application, a stated one holds', () => {
    expect(rendered()).toContain('map $upstream_http_content_security_policy$upstream_http_x_frame_options $content_security_policy {\n        \'\' "frame-ancestors \'self\'";');
    expect(rendered({ settings: { 'headers.content_security_policy': "default-src 'self'" } })).toContain('map $upstream_http_content_security_policy $content_security_policy {');
    expect(rendered({ settings: { 'headers.content_security_policy': 'false' } })).not.toMatch(/content.security.policy/i);
  });
});

describe('rates', () => {
  it('a burst of nothing is said by silence', () => {
    expect(rendered({ routes: [{ path: '/login' }], settings: { 'api.route.rate_limit[/login]': 1, 'api.route.burst[/login]': 0 } })).toMatch(/limit_req zone=limit_route_\/login;/);
  });
});

describe('several', () => {
  const two: Said = {
    components: [{ name: 'proxy', kind: 'nginx' }, { name: 'inner', kind: 'nginx' }, { name: 'api', kind: 'node' }, { name: 'limit-clients', kind: 'node' }],
    links: [{ from: 'proxy', to: 'api' }, { from: 'proxy', to: 'limit-clients' }, { from: 'inner', to: 'api' }],
    routes: [{ path: '/' }, { path: '/admin', to: 'limit-clients' }],
  };

  it('each application has an upstream, and each proxy a file of its own', async () => {
    const plan = planOf(two);
    expect(conf(plan)).toMatch(/upstream api \{[\s\S]*upstream limit-clients \{/);
    expect(locations(conf(plan)).get('/admin/')).toMatch(/proxy_pass http:\/\/limit-clients;/);
    const files = await nginxTarget.render(plan);
    expect(files.map(({ path }) => path)).toEqual(['proxy/nginx.conf', 'inner/nginx.conf']);
    expect(files[1]?.text).not.toContain('limit-clients');
    expect((await nginxTarget.render(planOf())).map(({ path }) => path)).toEqual(['nginx/nginx.conf']);
  });
});

describe('TLS', () => {
  it('redirects to the port that is published, unless it is the usual one or somebody stands in front', () => {
    const tls = (more: NonNullable<Said['settings']>, platform?: Platform): string | undefined => /return 308 (.*);/.exec(rendered({ settings: { 'profile.tls': true, ...more } }, platform))?.[1];
    expect(tls({})).toBe('https://$host:8443$request_uri');
    expect(tls({ 'proxy.component.published_tls_port': 443 })).toBe('https://$host$request_uri');
    expect(tls({ 'profile.trusted_proxies': ['10.0.0.0/8'] })).toBe('https://$host$request_uri');
    expect(tls({}, 'kubernetes')).toBe('https://$host$request_uri');
  });

  it('is nowhere when it is not asked for', () => {
    const text = rendered({ routes: ROUTES, settings: { 'profile.domain': 'shop.example.com' } });
    expect(text).not.toMatch(/ssl|8443|strict-transport|308/i);
    expect(text).toMatch(/listen 8080 default_server backlog=4096;[\s\S]*return 444;[\s\S]*listen 8080;\n *server_name shop\.example\.com;/);
  });
});

describe('numbers', () => {
  /** Numbers that are structure: versions of protocols, status codes, addresses of loopback and Docker's DNS, levels of folders. */
  const STRUCTURE = /proxy_http_version 1\.1|levels=1:2|127\.0\.0\.11|allow 127\.0\.0\.1|return (200|204|308|404|444|502)|error_page 502|^ *(200|206|304) yes|proxy_cache_valid 404|http_50\d|"yes https?"|TLSv1\.[23]|ssl_(ciphers|ecdh_curve) .*|http2 on|Accept-Encoding|utf-?8|set_real_ip_from .*|^ *[0-9a-f.:]+\/\d+ yes/gm;

  const spelled = (plan: Stack): ReadonlySet<string> => {
    const spellings = [nginxCount, nginxSize, nginxOffset, nginxTime, headerSeconds, nginxRate];
    return new Set([...plan.entries.values()].flatMap(({ value }) => (typeof value === 'number' ? spellings.map((spell) => spell(value)) : [])).filter((text) => text !== undefined));
  };

  it.each([['compose', '1.22'], ['compose', '1.30'], ['kubernetes', '1.30']] as const)('every number comes from an entry, and its reason stands above (%s, %s)', (platform, one) => {
    const plan = planOf(version(one, FULL));
    const known = spelled(plan);
    const lines = conf(plan, platform).replaceAll('shop.example.com', '').split('\n');
    const unknown: string[] = [];
    const bare: string[] = [];
    lines.forEach((line, at) => {
      if (line.trimStart().startsWith('#')) return;
      const numbers = line.replace(STRUCTURE, '').match(/(?<![\w/-])\d[\w/.]*/g) ?? [];
      unknown.push(...numbers.filter((number) => !known.has(number)));
      if (numbers.length > 0 && !/^ *# \S/.test(lines[at - 1] ?? '')) bare.push(line);
    });
    expect({ unknown, bare }).toEqual({ unknown: [], bare: [] });
  });

  it('follows the plan: another value is another line', () => {
    expect(rendered({ settings: { 'proxy.nginx.limit_conn': 77, 'proxy.nginx.retry_after': 3000, 'proxy.nginx.limit_req_status': 503 } })).toMatch(
      /limit_req_status 503;[\s\S]*limit_conn_status 503;[\s\S]*limit_conn limit_connections 77;[\s\S]*error_page 503 @refused;[\s\S]*Retry-After 3 always;[\s\S]*return 503 /,
    );
    expect(rendered({ settings: { 'proxy.nginx.limit_conn': 77 } })).toMatch(/# Stated at shop\.yaml:1:1\.\n *limit_conn limit_connections 77;/);
  });

  it('what nginx cannot be told exactly is an error with its place', () => {
    expect(() => rendered({ settings: { 'proxy.nginx.limit_req_zone.rate': 33.3333 } })).toThrow(/^shop\.yaml:1:1: proxy\.nginx\.limit_req_zone\.rate: nginx cannot be told 33\.3333 per-second exactly/);
    expect(() => rendered({ routes: ROUTES, settings: { 'workload.cache_lifetimes.short': 1500 } })).toThrow(/^shop\.yaml:1:1: proxy\.nginx\.proxy_cache_valid\[\/feed\]: nginx cannot be told 1500 milliseconds exactly/);
  });

  it('is the same text each time', () => {
    expect(rendered(FULL)).toBe(rendered(FULL));
  });
});

describe('text that is not trusted', () => {
  it.each([
    [{ 'profile.domain': 'a; }' }], [{ 'profile.domain': '~^.*$' }], [{ 'profile.domain': '$hostname' }], [{ 'profile.domain': 'a\nb' }],
    [{ 'profile.session_cookies': ['a}'] }], [{ 'profile.session_cookies': ['a$b'] }], [{ 'profile.session_cookies': ['a)|('] }],
    [{ 'profile.trusted_proxies': ['10.0.0.0/8; include /etc/passwd'] }], [{ 'profile.trusted_proxies': ['0/0\n1/1'] }],
  ])('%j is refused', (settings) => expect(() => rendered({ routes: ROUTES, settings })).toThrow(/not |cannot/));

  it('stays a word', () => {
    const text = rendered({ routes: [{ path: '/a b;}#"' }], settings: { 'api.route.rate_limit[/a b;}#"]': 1 } });
    expect(text).toContain('location = "/a b;}#\\"" {');
    expect(text).toContain('limit_req_zone $binary_remote_addr "zone=limit_route_/a b;}#\\":1m" rate=1r/s;');
    expect(() => rendered({ routes: [{ path: '/$x' }] })).toThrow(/cannot be told/);
  });

  it('stays in its comment', () => {
    const plan = planOf({ settings: { 'proxy.nginx.limit_conn': 9 } });
    const entries = new Map([...plan.entries].map(([id, entry]) => [id, id === 'proxy.nginx.limit_conn' ? { ...entry, origin: { from: 'stated', at: { file: 'a\n}\u2028x', line: 1, column: 1 } } as const } : entry]));
    expect(conf({ ...plan, entries })).toContain('# Stated at a } x:1:1.\n        limit_conn limit_connections 9;');
  });
});

for (const [tool, versions] of [['nginx', ['1.22']], ['nginx-1.28', ['1.25.1', '1.27.3', '1.31']]] as const) {
  describeWith(`files judged by ${tool}`, tool, () => {
    const problems = async (text: string): Promise<readonly string[]> => (await nginxTest(text, requireTool(tool))).problems;
    const PARTS = { 'profile.domain': 'shop.example.com', 'profile.tls': true, 'profile.trusted_proxies': ['10.0.0.0/8', 'fd00::/8'] } as const;

    it.each(versions)('every combination for %s is accepted without a warning', async (one) => {
      const refused: unknown[] = [];
      for (const platform of ['compose', 'kubernetes'] as const) for (const routes of [[], ROUTES, [{ path: '/only' }]]) {
        await Promise.all([...Array(8).keys()].map(async (bits) => {
          const settings = Object.fromEntries(Object.entries(PARTS).filter((_, at) => (bits >> at) & 1));
          const found = await problems(rendered(version(one, { routes, settings }), platform));
          if (found.length > 0) refused.push({ platform, routes, settings, found });
        }));
      }
      expect(refused).toEqual([]);
    });

    it.each(versions)('a frontend with all that can be stated of it is accepted for %s', async (one) => {
      const said: Said = {
        components: [{ name: 'proxy', kind: 'nginx' }, { name: 'web', kind: 'next' }, { name: 'api', kind: 'node' }],
        links: [{ from: 'proxy', to: 'web' }, { from: 'proxy', to: 'api' }],
        routes: [{ path: '/', to: 'web' }, { path: '/_next/static/', to: 'web', cache: 'long', immutable: true }, { path: '/_next/image', to: 'web', cache: 'long' }, { path: '/api/', cache: 'short' }, { path: '/odd"}', cache: 'short' }],
        settings: {
          ...PARTS, 'api.route.rate_limit[/api/]': 10, 'api.route.burst[/api/]': 0, 'api.route.connections[/api/]': 10, 'api.route.connections[/odd"}]': 1, 'api.route.allow_origins[/api/]': ['https://a.example.com', 'http://localhost:3000'], 'api.route.allow_origins[/odd"}]': ['*'],
          'proxy.nginx.use': 'epoll', 'proxy.nginx.multi_accept': true, 'proxy.nginx.output_buffers.size': 32_768,
          'headers.permissions_policy': 'geolocation=(self "https://maps.example.com")', 'headers.cross_origin_embedder_policy': 'require-corp', 'headers.strict_transport_security': 'max-age=1; preload',
        },
      };
      for (const bypass of [true, false]) for (const platform of ['compose', 'kubernetes'] as const) {
        expect(await problems(rendered(version(one, { ...said, settings: { ...said.settings, 'proxy.nginx.proxy_cache_bypass': bypass } }), platform))).toEqual([]);
      }
    });

    it('the longest names and the oddest cookies are accepted', async () => {
      const label = 'a'.repeat(63);
      const routes = [{ path: `/${'b'.repeat(199)}`, cache: 'short' }, { path: `/${'c'.repeat(198)}/` }] as const;
      for (const domain of [label.slice(0, 38), label.slice(0, 39), label.slice(0, 40), label, `${label}.${label}.${label}.${label.slice(0, 61)}`]) {
        expect(await problems(rendered(version(versions[0], { routes, settings: { 'profile.domain': domain, 'profile.session_cookies': ['x'.repeat(100), `__Host-${'y.'.repeat(46)}`], [`api.route.rate_limit[/${'b'.repeat(199)}]`]: 2 } })))).toEqual([]);
      }
    });
  });
}
