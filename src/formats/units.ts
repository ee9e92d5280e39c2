/** A unit as a format spells it, and how much it is. */
export type NamedUnit = readonly [name: string, size: number];

/** A number in plain digits: no exponent, which none of the servers' files would take. */
export function digits(number: number): string {
  if (!Number.isFinite(number)) throw new Error(`${number} cannot be written`);
  if (Number.isSafeInteger(number)) return String(number);
  if (Number.isInteger(number)) return BigInt(number).toString();
  const [mantissa = '', exponent] = String(number).split('e');
  if (exponent === undefined) return mantissa;
  const [integer = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const sign = number < 0 ? '-' : '';
  return `${sign}0.${'0'.repeat(-Number(exponent) - integer.length)}${integer}${fraction}`;
}

/** A quantity in the first unit (the largest stands first) that shows it whole, else in the last one. */
export function inUnits(value: number, units: readonly NamedUnit[]): string {
  const [name, size] = units.find(([, unit]) => value % unit === 0) ?? units[units.length - 1] ?? ['', 1];
  return `${digits(value / size)}${name}`;
}

/** Text that is to stand in one line of a file; text that would leave it is a fault of ours. */
export function oneLine(text: string): string {
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(text)) throw new Error(`not one line of plain text: ${JSON.stringify(text)}`);
  return text;
}

/** Text for a comment of one line: what would end the line becomes a blank. */
export const inComment = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ').trim();
