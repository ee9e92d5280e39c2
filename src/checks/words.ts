import { CORE, MiB } from '../model/value.ts';

/** Bytes in messages of checks: whole MiB. */
export const inMiB = (bytes: number): string => `${Math.round(bytes / MiB)} MiB`;
/** Milliseconds in messages of checks: seconds. */
export const inSeconds = (milliseconds: number): string => `${milliseconds / 1000} s`;
/** Millicores in messages of checks: cores. */
export const inCores = (millicores: number): string => `${millicores / CORE} ${millicores === CORE ? 'core' : 'cores'}`;
/** The components of a list that state no limit. */
export const withoutLimit = (all: readonly { readonly of: string; readonly limit: number | undefined }[]): string => all.filter((one) => one.limit === undefined).map((one) => one.of).join(', ');
