/** One statement that a copy says differently. */
export interface Mapped { readonly from: string; readonly to: string }

/** What a line's setting becomes, or nothing where it stays as it is. */
export type MapLine = (name: string, value: string, section: string) => string | undefined;

/** A copy of a file of lines such as `name value` (Redis), `name=value` (Kafka) or `name = value` in sections (PgBouncer), mapped line by line. */
export function copyLines(text: string, separator: ' ' | '=' | ' = ', map: MapLine): { readonly text: string; readonly mapped: readonly Mapped[] } {
  const mapped: Mapped[] = [];
  const pattern = separator === ' ' ? /^\s*([^\s#]+)\s+(.*?)\s*$/ : /^\s*([^\s;#=]+)\s*=\s*(.*?)\s*$/;
  let section = '';
  const lines = text.split('\n').map((line) => {
    section = /^\s*\[(.+)\]/.exec(line)?.[1] ?? section;
    const [, name, value] = pattern.exec(line) ?? [];
    const to = name === undefined || value === undefined ? undefined : map(name, value, section);
    if (to === undefined || to === value) return line;
    mapped.push({ from: line.trim(), to: `${name}${separator}${to}` });
    return `${name}${separator}${to}`;
  });
  return { text: lines.join('\n'), mapped };
}
