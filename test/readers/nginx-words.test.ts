import { describe, expect, it } from 'vitest';
import { named } from '../../src/checks/nginx-words.ts';
import { passesOf } from '../../src/checks/nginx-proxies.ts';
import { matchesMask } from '../../src/formats/nginx-glob.ts';
import { countIn, flagIn, rateIn, sizeIn, timeIn } from '../../src/formats/nginx-quantities.ts';
import { parseNginx } from '../../src/formats/nginx-syntax.ts';
import { directiveNames, meaningsOf, takes } from '../../src/settings/nginx-directives.ts';

describe('what nginx means by its words', () => {
  it.each([['60', 60_000], ['1m30s', 90_000], ['500ms', 500], ['1h 5m', 3_900_000], ['1d', 86_400_000], ['1M', 30 * 86_400_000], ['', undefined], ['1x', undefined], ['-1', undefined], ['$a', undefined]])('the time %j', (text, expected) => expect(timeIn(text)).toBe(expected));
  it.each([['10m', 10 * 1024 ** 2], ['16K', 16_384], ['1g', 1024 ** 3], ['0', 0], ['512', 512], ['1.5m', undefined], ['m', undefined]])('the size %j', (text, expected) => expect(sizeIn(text)).toBe(expected));
  it.each([['10r/s', 10], ['30r/m', 0.5], ['10', undefined]])('the rate %j', (text, expected) => expect(rateIn(text)).toBe(expected));
  it('counts and flags', () => expect([countIn('7'), countIn('auto'), flagIn('ON'), flagIn('off'), flagIn('yes')]).toEqual([7, undefined, true, false, undefined]));

  it.each([
    ['/etc/nginx/conf.d/a.conf', '/etc/nginx/conf.d/*.conf', true], ['/etc/nginx/conf.d/x/a.conf', '/etc/nginx/conf.d/*.conf', false], ['/etc/nginx/conf.d/.a.conf', '/etc/nginx/conf.d/*.conf', false],
    ['/a/site-1.conf', '/a/site-[0-9].conf', true], ['/a/site-x.conf', '/a/site-[!0-9].conf', true], ['/a/b/c', '/a/?/c', true], ['/a/b', '/a/[b', false],
  ])('the mask of %j is %j: %j', (path, mask, expected) => expect(matchesMask(path, mask)).toBe(expected));
});

describe('the table of directives', () => {
  it('says contexts and numbers of arguments in its own words', () => {
    for (const [name, meanings] of directiveNames().map((one) => [one, meaningsOf(one)] as const)) {
      for (const { in: contexts, args, since } of meanings) {
        expect([name, args]).toEqual([name, expect.stringMatching(/^(\d\+|\d(,\d)*)$/)]);
        expect([name, contexts]).toEqual([name, expect.stringMatching(/^[a-z_.]+( [a-z_.]+)*$/)]);
        if (since !== undefined) expect([name, since]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
      }
    }
    expect(directiveNames().length).toBeGreaterThan(800);
  });

  it('knows how many arguments fit', () => {
    const [listen, root] = [meaningsOf('listen')[0], meaningsOf('root')[0]];
    expect(listen !== undefined && [0, 1, 9].map((count) => takes(listen, count))).toEqual([false, true, true]);
    expect(root !== undefined && [0, 1, 2].map((count) => takes(root, count))).toEqual([false, true, false]);
  });
});

it('what leads where is worked out once of a configuration, however many checks ask', () => {
  const config = { main: parseNginx({ path: 'nginx.conf', text: 'http { server { location / { proxy_pass http://a; } } }' }).directives, complete: true };
  expect(passesOf(config)).toHaveLength(1);
  expect([passesOf(config) === passesOf(config), named(config, 'server') === named(config, 'server')]).toEqual([true, true]);
});
