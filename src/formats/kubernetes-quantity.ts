/** What a suffix multiplies by, as a power of 2 or of 10. */
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

const QUANTITY = /^([+-]?)([0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:([numkMGTPE]?i?)|[eE]([+-]?[0-9]{1,3}))$/;

/** A quantity of Kubernetes in thousandths, rounded up as Kubernetes rounds; `undefined` when it is none. `512M` is decimal, `512Mi` binary. */
function thousandths(text: string): number | undefined {
  const [matched, sign, number = '', suffix, exponent] = QUANTITY.exec(text) ?? [];
  if (matched === undefined) return undefined;
  const [integer = '', decimals = ''] = number.split('.');
  const two = suffix === undefined ? undefined : BINARY[suffix];
  const ten = exponent !== undefined ? Number(exponent) : two !== undefined ? 0 : DECIMAL[suffix ?? ''];
  if (ten === undefined) return undefined;
  const power = ten + 3 - decimals.length;
  const digits = BigInt(integer + decimals) << BigInt(two ?? 0);
  const value = power >= 0 ? digits * 10n ** BigInt(power) : (digits + 10n ** BigInt(-power) - 1n) / 10n ** BigInt(-power);
  return (sign === '-' ? -1 : 1) * Number(value);
}

/** Whether a text is a quantity. */
export const isQuantity = (text: string): boolean => QUANTITY.test(text) && thousandths(text) !== undefined;

/** Bytes of a quantity, rounded up. */
export function quantityBytes(text: string): number | undefined {
  const value = thousandths(text);
  return value === undefined ? undefined : Math.ceil(value / 1000);
}

/** Thousandths of a core of a quantity, rounded up. */
export const quantityCores = (text: string): number | undefined => thousandths(text);

/** A number or a share of `whole`, such as `25%`; `undefined` when it is neither. */
export function countOrShare(text: string, whole: number, round: (share: number) => number): number | undefined {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  const [, percent] = /^([0-9]{1,9})%$/.exec(text) ?? [];
  return percent === undefined ? undefined : round((Number(percent) * whole) / 100);
}
