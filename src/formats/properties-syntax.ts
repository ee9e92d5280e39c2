import type { Mark } from './yaml-tree.ts';

/** One property with its place; its value stands at `at`. */
export interface Property {
  readonly name: string;
  readonly value: string;
  readonly at: Mark;
}

const LONGEST = 10_000;

/** Reads a Java properties file: `name=value`, `name: value` or `name value`, comments after `#` or `!`, a backslash at the end goes on in the next line. */
export function parseProperties(text: string): readonly Property[] {
  const found: Property[] = [];
  let open: Property | undefined;
  text.split('\n').forEach((raw, index) => {
    const line = raw.replace(/\r$/, '').slice(0, LONGEST);
    const start = line.length - line.trimStart().length;
    if (open === undefined && (start === line.length || line[start] === '#' || line[start] === '!')) return;
    const goesOn = /(?:^|[^\\])(?:\\\\)*\\$/.test(line);
    const content = (goesOn ? line.slice(0, -1) : line).trimStart();
    const property = open === undefined ? propertyIn(content, index + 1, start) : { ...open, value: open.value + content };
    open = goesOn ? property : undefined;
    if (!goesOn) found.push(property);
  });
  return open === undefined ? found : [...found, open];
}

function propertyIn(content: string, line: number, start: number): Property {
  const end = /(?<!\\)[=:\s]/.exec(content)?.index ?? content.length;
  const rest = content.slice(end);
  const gap = rest.length - rest.replace(/^\s*(?:[=:]\s*)?/, '').length;
  return { name: content.slice(0, end).replace(/\\(.)/g, '$1'), value: rest.slice(gap).trimEnd(), at: { line, column: start + end + gap + 1 } };
}
