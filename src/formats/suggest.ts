const LONGEST = 60;
const MOST = 12;

/** Edits (insert, delete, replace, swap of neighbours) that turn one text into the other. */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      line.push(Math.min((above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + (same ? 0 : 1), swapped ? (before[column - 2] ?? 0) + 1 : Infinity));
    }
    before = above;
    above = line;
  }
  return above[b.length] ?? a.length;
}

/** The candidate that was probably meant, or `undefined` when none is near. */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  if (text.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(text.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - text.length) >= least) continue;
    const edits = distance(text.toLowerCase(), candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

/** What was probably meant (after a prefix that was right), or `undefined`. */
export function meant(text: string, candidates: Iterable<string>, prefix = ''): string | undefined {
  const near = nearest(text, candidates);
  return near === undefined ? undefined : `did you mean ${prefix}${near}?`;
}

/** What was probably meant, else the list of what there is. */
export function suggestion(text: string, candidates: readonly string[]): string {
  const listed = candidates.slice(0, MOST).join(', ');
  return meant(text, candidates) ?? `there is ${listed}${candidates.length > MOST ? ', …' : ''}`;
}
