/** Compares dotted versions number by number; missing parts count as 0 (`18` equals `18.0`). */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether `version` is `floor` or newer. */
export const atLeast = (version: string, floor: string): boolean => compareVersions(version, floor) >= 0;

/** The first number of a version: `18` of `18.4`. */
export const major = (version: string): number => Number(version.split('.')[0]);
