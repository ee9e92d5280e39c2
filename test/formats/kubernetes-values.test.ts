import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesQuantity, coresQuantity, wholeSeconds } from '../../src/formats/kubernetes-values.ts';

const SUFFIXES: Readonly<Record<string, bigint>> = { '': 1n, Ki: 1n << 10n, Mi: 1n << 20n, Gi: 1n << 30n };

/** Reads sizes as the quantity type of Kubernetes does. */
function readBytes(quantity: string): bigint {
  const [, digits = '', suffix = ''] = /^([0-9]+)(Ki|Mi|Gi|)$/.exec(quantity) ?? [];
  return BigInt(digits) * (SUFFIXES[suffix] ?? 0n);
}

it('spells sizes that people can read', () => {
  expect([1024 ** 3, 1536 * 1024 ** 2, 998 * 1024 ** 2, 3 * 1024, 1000, 0].map(bytesQuantity)).toEqual(['1Gi', '1536Mi', '998Mi', '3Ki', '1000', '0']);
});

it('spells cores that people can read', () => {
  expect([500, 1000, 1250, 16_000, 0].map(coresQuantity)).toEqual(['500m', '1', '1250m', '16', '0']);
});

it('loses no byte', () => {
  const sizes = fc.oneof(fc.maxSafeNat(), fc.integer({ min: 0, max: 4096 }).chain((count) => fc.constantFrom(1024, 1024 ** 2, 1024 ** 3).map((unit) => count * unit)));
  fc.assert(fc.property(sizes, (bytes) => { expect(readBytes(bytesQuantity(bytes))).toBe(BigInt(bytes)); }));
});

it('loses no millicore', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1_024_000 }), (millicores) => {
    const text = coresQuantity(millicores);
    expect(text.endsWith('m') ? Number(text.slice(0, -1)) : Number(text) * 1000).toBe(millicores);
  }));
});

it('never cuts a time short', () => {
  expect([1000, 1001, 1999, 2000, 0].map(wholeSeconds)).toEqual([1, 2, 2, 2, 0]);
});
