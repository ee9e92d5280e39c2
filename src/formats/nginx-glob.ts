/** Whether a path matches an include's mask: `*`, `?` and `[…]` as in a shell, none of which matches a `/`. */
export function matchesMask(path: string, mask: string): boolean {
  const [parts, masks] = [path.split('/'), mask.split('/')];
  return parts.length === masks.length && parts.every((part, i) => matchesPart(part, masks[i] ?? ''));
}

/** Whether an include names several files. */
export const isMask = (path: string): boolean => /[*?[]/.test(path);

/** Two pointers and the last `*`: time is the product of the two lengths at most. */
function matchesPart(name: string, mask: string): boolean {
  if (name.startsWith('.') && !mask.startsWith('.')) return false;
  const units = mask.match(/\[[^\]]{1,60}\]|[\s\S]/g) ?? [];
  let [at, unit, star, resume] = [0, 0, -1, 0];
  while (at < name.length) {
    if (units[unit] === '*') {
      star = unit++;
      resume = at;
    } else if (unit < units.length && matchesUnit(name[at] ?? '', units[unit] ?? '')) {
      at += 1;
      unit += 1;
    } else if (star >= 0) {
      unit = star + 1;
      at = ++resume;
    } else return false;
  }
  return units.slice(unit).every((one) => one === '*');
}

function matchesUnit(char: string, unit: string): boolean {
  if (unit === '?' || unit === char) return true;
  if (unit.length < 3) return false;
  const inner = unit.slice(1, -1);
  const negated = inner.startsWith('!') || inner.startsWith('^');
  let found = false;
  const set = negated ? inner.slice(1) : inner;
  for (let i = 0; i < set.length; i++) {
    if (set[i + 1] === '-' && i + 2 < set.length) {
      found ||= char >= (set[i] ?? '') && char <= (set[i + 2] ?? '');
      i += 2;
    } else found ||= set[i] === char;
  }
  return found !== negated;
}
