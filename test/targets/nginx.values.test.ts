import { describe, expect, it, test } from 'vitest';
import { headerSeconds, nginxCount, nginxOffset, nginxRate, nginxSeconds, nginxSize, nginxTime, nginxWord } from '../../src/formats/nginx-values.ts';
import { describeWith } from '../servers/describe-with.ts';
import { nginxTest } from '../servers/nginx.ts';
import { requireTool } from '../servers/tools.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

test('sizes are exact, in the largest unit that the directive knows', () => {
  expect([0, 1, 1000, 1024, 1536, MiB, 1.5 * MiB, 1024 * MiB].map(nginxSize)).toEqual(['0', '1', '1000', '1k', '1536', '1m', '1536k', '1024m']);
  expect([MiB, 1024 * MiB, 1536 * MiB].map(nginxOffset)).toEqual(['1m', '1g', '1536m']);
  expect([0.5, -1, NaN, Infinity].map(nginxSize)).toEqual([undefined, undefined, undefined, undefined]);
});

test('times are exact, with milliseconds only where the directive counts them', () => {
  expect([0, 1, 1500, 5000, 60_000, 75_000, 3_605_000, 7_200_000, 86_400_000].map(nginxTime)).toEqual(['0', '1ms', '1500ms', '5s', '1m', '75s', '3605s', '2h', '1d']);
  expect([5000, 90_000, 1500, 1].map(nginxSeconds)).toEqual(['5s', '90s', undefined, undefined]);
  expect([1000, 63_072_000_000, 1500].map(headerSeconds)).toEqual(['1', '63072000', undefined]);
  expect([0, 7, 7.5].map(nginxCount)).toEqual(['0', '7', undefined]);
});

test('rates are whole requests per second or per minute', () => {
  expect([10, 1, 0.5, 10 / 60, 2.5, 0.1].map(nginxRate)).toEqual(['10r/s', '1r/s', '30r/m', '10r/m', '150r/m', '6r/m']);
  expect([0, 1 / 61, 1.51, Infinity].map(nginxRate)).toEqual([undefined, undefined, undefined, undefined]);
});

describe('words', () => {
  it.each([
    ['/feed.v1/~a_b-c', '/feed.v1/~a_b-c'], ['api', 'api'], ['', '""'], ['a b', '"a b"'], ['a;b', '"a;b"'], ['a{b}', '"a{b}"'], ['#a', '"#a"'], ['a"b', '"a\\"b"'], ['a\\b', '"a\\\\b"'], ["a'b", '"a\'b"'],
  ])('%j is spelled %s', (text, spelled) => expect(nginxWord(text)).toBe(spelled));
  it.each(['$host', 'a\nb', 'a\u0000b', 'a\u2028b', '\u0085'])('%j is refused', (text) => expect(() => nginxWord(text)).toThrow(/nginx cannot be told/));
});

for (const tool of ['nginx', 'nginx-1.28'] as const) {
  describeWith(`the spelling, asked of ${tool}`, tool, () => {
    const conf = (http: string): string => `pid /tmp/nginx.pid; error_log /dev/stderr warn; worker_rlimit_nofile 2048; events { worker_connections 512; }
http { access_log off; client_body_temp_path /tmp/a; proxy_temp_path /tmp/b; fastcgi_temp_path /tmp/c; uwsgi_temp_path /tmp/d; scgi_temp_path /tmp/e; ${http} }`;
    const accepted = async (http: string): Promise<boolean> => (await nginxTest(conf(http), requireTool(tool))).accepted;

    it('zones and buffers know no gigabytes, bodies and files do', async () => {
      expect(await accepted(`limit_req_zone $binary_remote_addr zone=a:${nginxSize(1024 * MiB)} rate=${nginxRate(0.5)};`)).toBe(true);
      expect(await accepted('limit_req_zone $binary_remote_addr zone=a:1g rate=1r/s;')).toBe(false);
      expect(await accepted(`client_max_body_size ${nginxOffset(2048 * MiB)}; client_body_buffer_size ${nginxSize(2048 * MiB)}; proxy_max_temp_file_size ${nginxSize(2048 * MiB)};`)).toBe(true);
    });

    it.each([
      ['resolver 127.0.0.1 valid=', ';'], ['proxy_cache_path /var/c keys_zone=a:1m inactive=', ';'], ['proxy_cache_valid ', ';'], ['upstream u { server 127.0.0.1 fail_timeout=', '; }'], ['ssl_session_timeout ', ';'],
    ])('whole seconds only: %s', async (before, after) => {
      expect(await accepted(`${before}${nginxSeconds(90_000)}${after}`)).toBe(true);
      expect(await accepted(`${before}${nginxTime(1500)}${after}`)).toBe(false);
    });

    it.each([
      'keepalive_timeout', 'client_header_timeout', 'client_body_timeout', 'send_timeout', 'proxy_connect_timeout', 'proxy_send_timeout', 'proxy_read_timeout',
      'proxy_next_upstream_timeout', 'proxy_cache_lock_timeout', 'proxy_cache_lock_age', 'resolver_timeout',
    ])('milliseconds too: %s', async (directive) => expect(await accepted(`${directive} ${nginxTime(1500)};`)).toBe(true));

    it('a quoted word is what it was', async () => {
      expect(await accepted(`server { listen 8080; location ${nginxWord('/a b;{}#"\\x')} { return 204; } }`)).toBe(true);
    });
  });
}
