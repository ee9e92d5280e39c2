import { CORE, GiB, KiB, MiB, SECOND } from '../model/value.ts';

const BINARY = [['Gi', GiB], ['Mi', MiB], ['Ki', KiB]] as const;

/** Bytes as a Kubernetes quantity, never rounded: `2Gi`, `1536Mi`, `1500`. */
export function bytesQuantity(bytes: number): string {
  const unit = BINARY.find(([, size]) => bytes > 0 && bytes % size === 0);
  return unit === undefined ? String(bytes) : `${bytes / unit[1]}${unit[0]}`;
}

/** Thousandths of a core as a Kubernetes quantity, never rounded: `2`, `1500m`. */
export const coresQuantity = (millicores: number): string =>
  millicores % CORE === 0 ? String(millicores / CORE) : `${millicores}m`;

/** Kubernetes counts time in whole seconds: the next whole one, so that nothing is cut short. */
export const wholeSeconds = (milliseconds: number): number => Math.ceil(milliseconds / SECOND);
