/** A capturing group of a regular expression. */
export interface Group {
  /** Its number, or its name. */
  readonly name: string;
  /** What stands inside its brackets. */
  readonly body: string;
}

/** The capturing groups of a regular expression in their order. A named one is given under its number as well. */
export function groupsOf(regex: string): readonly Group[] {
  const open: { readonly start: number; readonly names: readonly string[] }[] = [];
  const groups: Group[] = [];
  let count = 0;
  for (let at = 0; at < regex.length; at++) {
    const char = regex[at];
    if (char === '\\') at += 1;
    else if (char === '[') at = classEnd(regex, at);
    else if (char === '(') {
      const { captures, name, length } = headOf(regex.slice(at, at + 64));
      if (captures) count += 1;
      open.push({ start: at + length, names: captures ? [String(count), ...(name === undefined ? [] : [name])] : [] });
    } else if (char === ')') {
      const group = open.pop();
      for (const name of group?.names ?? []) groups.push({ name, body: regex.slice(group?.start, at) });
    }
  }
  return groups;
}

/** How a group begins: whether it captures, its name, and where its body starts. */
function headOf(text: string): { readonly captures: boolean; readonly name?: string; readonly length: number } {
  const named = /^\(\?(?:P?<|')([A-Za-z_][A-Za-z0-9_]*)[>']/.exec(text);
  if (named?.[1] !== undefined) return { captures: true, name: named[1], length: named[0].length };
  return text.startsWith('(?') ? { captures: false, length: 2 } : { captures: true, length: 1 };
}

/** The place of the `]` that ends a class; the end of the text where none does. */
function classEnd(regex: string, start: number): number {
  for (let at = start + (regex[start + 1] === '^' ? 3 : 2); at < regex.length; at++) {
    if (regex[at] === '\\') at += 1;
    else if (regex[at] === ']') return at;
  }
  return regex.length;
}

/** The alternatives of a regular expression outside of all brackets. Brackets around the whole are taken off. */
export function branchesOf(regex: string): readonly string[] {
  const branches: string[] = [];
  let [depth, start, wrapped] = [0, 0, regex.startsWith('(') && !regex.startsWith('(?')];
  for (let at = 0; at < regex.length; at++) {
    const char = regex[at];
    if (char === '\\') at += 1;
    else if (char === '[') at = classEnd(regex, at);
    else if (char === '(') depth += 1;
    else if (char === ')') {
      depth -= 1;
      if (depth === 0 && at < regex.length - 1) wrapped = false;
    } else if (char === '|' && depth === 0) {
      branches.push(regex.slice(start, at));
      start = at + 1;
    }
  }
  branches.push(regex.slice(start));
  return wrapped && depth === 0 && branches.length === 1 && regex.length > 2 ? branchesOf(regex.slice(1, -1)) : branches;
}

/** Whether text that matches may hold the end of a line: a negated class that does not name it, `\D` or `\W`. */
export function mayHoldNewline(body: string): boolean {
  for (let at = body.indexOf('['); at >= 0; at = body.indexOf('[', at + 1)) {
    const inside = body.slice(at + 1, classEnd(body, at));
    if (inside.startsWith('^') && !/\\[nrsvRW]/.test(inside)) return true;
  }
  return /\\[DW]/.test(body);
}
