/** Ways to set off text; on anything but a terminal they leave it as it is. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
}

const same = (text: string): string => text;

/** No style at all. */
export const plain: Style = { bold: same, dim: same, red: same, yellow: same, green: same, cyan: same };

const ansi = (on: number, off: number) => (text: string): string => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`);

const coloured: Style = { bold: ansi(1, 22), dim: ansi(2, 22), red: ansi(31, 39), yellow: ansi(33, 39), green: ansi(32, 39), cyan: ansi(36, 39) };

/** The style for a stream: colours only on a terminal, and never where NO_COLOR is set. */
export const styleFor = (stream: { readonly isTTY?: boolean }, env: Readonly<Record<string, string | undefined>>): Style =>
  stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb' ? coloured : plain;
