/** A measured number with three significant digits, as people read it: `0.84`, `12.5`, `1,250`. */
export function showFigure(value: number): string {
  if (!Number.isFinite(value)) return '∞';
  const size = Math.abs(value);
  const decimals = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  return grouped(Number(value.toFixed(decimals)));
}

/** A number with a comma before each three digits: `12,345`. */
export const grouped = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 3 });

/** Measured milliseconds as people read them: `0.84 ms`, `187 ms`, `1.25 s`. */
export const showMilliseconds = (value: number): string => (Number.isFinite(value) && value >= 1000 ? `${showFigure(value / 1000)} s` : `${showFigure(value)} ms`);

/** A measured rate, per second: `1,250/s`. */
export const showPerSecond = (value: number): string => `${showFigure(value)}/s`;

/** A share of 0 to 1 in percent, never rounded up to all: `74.7 %`, `99.95 %`. */
export function showShare(share: number): string {
  // Where nearly all went well, the thousandths of a percent are what differs.
  const steps = share > 0.99 ? 1000 : 10;
  return `${grouped(Math.floor(Number((share * 100 * steps).toFixed(6))) / steps)} %`;
}

/** Measured bytes in the unit that suits them: `312 MiB`. */
export function showBytes(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10));
  return `${showFigure(bytes / 1024 ** power)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][power] ?? ''}`;
}
