import { expect, test } from 'vitest';
import { diffHtml } from '../../src/reporters/diff/html.ts';
import { changedBy, diffedOf, RESTART, under, withFiles } from './sides.ts';

const file = (path: string, text: string) => ({ path, text });
const broken = { ...changedBy('machine.memory=3GiB', 'db.postgres.max_connections=12'), steps: RESTART, files: withFiles([file('a.conf', 'old\n')], [file('a.conf', 'new\n'.repeat(200))]).files };
const html = (maxLength?: number): string => diffHtml(diffedOf([broken]), maxLength === undefined ? {} : { maxLength });

test('the page needs nothing else: no network, no script', () => {
  expect(html()).not.toMatch(/<script|https?:|src=|url\(|@import/);
  expect(html()).toContain("default-src 'none'");
});

test('it shows capacity against the target and the budgets, before and after', () => {
  expect(html()).toContain('aria-label="Capacity of each tier"');
  expect(html()).toContain('aria-label="Budgets"');
  expect(html()).toMatch(/<title>api: \d+MiB<\/title>/);
  expect(html()).toMatch(/<text x="459" y="12" text-anchor="end">\d+MiB of \S+ \u2192 \d+MiB of \S+<\/text>/);
});

test('more connections than there are stand out', () => {
  expect(html()).toMatch(/class="bar failed"[^>]*><title>used: \d+<\/title>/);
});

test('what names, paths and files say is text', () => {
  const hostile = '"><img src=x onerror=alert(1)>';
  const page = diffHtml(diffedOf([under(hostile, { ...broken, files: withFiles([], [file(hostile, hostile)]).files })], { before: hostile, notes: [hostile] }), {});
  expect(page).not.toContain('<img');
  expect(page).toContain('&lt;img');
});

test('a page that may only be short is whole, and says what was left out', () => {
  for (const most of [600, 1500, 20_000, 25_000]) {
    expect(Buffer.byteLength(html(most))).toBeLessThanOrEqual(most);
    expect(html(most)).toMatch(/<\/html>\n$/);
    expect(html(most).match(/<(section|details|table|ul|pre)\b/g)?.length).toBe(html(most).match(/<\/(section|details|table|ul|pre)>/g)?.length);
  }
  expect(html(1500)).toContain('Left out to stay within 1500 characters: ');
});
