import { describe, expect, it } from 'vitest';
import { permittedUrl } from '../../src/bench/permission.ts';
import { clock, progressBar } from '../../src/reporters/progress-bar.ts';

describe('a load', () => {
  it('goes to this machine without more', () => {
    expect(permittedUrl('http://127.0.0.1:8080', undefined)).toBe('http://127.0.0.1:8080');
    expect(permittedUrl('http://LOCALHOST/', undefined)).toBe('http://localhost');
    expect(permittedUrl('https://[::1]:8443/', undefined)).toBe('https://[::1]:8443');
  });

  it('goes elsewhere only where the host is named again', () => {
    expect(permittedUrl('https://staging.example.com', 'staging.example.com')).toBe('https://staging.example.com');
    for (const [url, allowed] of [['https://staging.example.com', undefined], ['https://example.com', 'staging.example.com'], ['http://10.0.0.7', undefined], ['http://localhost.example.com', undefined]] as const) {
      expect(() => permittedUrl(url, allowed), url).toThrow(/is not this machine/);
    }
  });

  it('goes nowhere else', () => {
    expect(() => permittedUrl('localhost:8080', undefined)).toThrow(/begins with http/);
    expect(() => permittedUrl('no address', undefined)).toThrow(/expected an address, found "no address"/);
    expect(() => permittedUrl('http://user:secret@localhost', undefined)).toThrow(/a password/);
    expect(() => permittedUrl('http://localhost/feed?x=1', undefined)).toThrow(/found a path: "\/feed\?x=1"/);
  });
});

it('a bar shows how far it is, in one line', () => {
  expect(progressBar({ passed: 15, total: 60, doing: 'target: 500/s' }, 80)).toBe('[========                      ] 0:15 of 1:00  target: 500/s');
  expect(progressBar({ passed: 90, total: 60, doing: '' }, 20)).toBe('[==================');
  expect([0, 5, 65, 600].map(clock)).toEqual(['0:00', '0:05', '1:05', '10:00']);
});
