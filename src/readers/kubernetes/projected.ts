import type { PairNode } from '../../formats/kubernetes-object.ts';
import type { SourceFile } from '../../model/source.ts';

/** A line that is put into the file: a section, an address. */
export interface ExtraLine {
  readonly line: number;
  readonly text: string;
}

/**
 * The parameters of a manifest as the file that an operator writes of them. Each value stands in the line and the column
 * where the manifest has it, so that every position in the file is one in the manifest.
 */
export function projectedFile(pairs: readonly PairNode[], spell: (value: string, quoted: boolean) => string, extra: readonly ExtraLine[] = []): SourceFile | undefined {
  const scalars = pairs.flatMap(({ key, at, value }) => (value.kind === 'scalar' ? [{ key, at, value }] : []));
  const path = scalars[0]?.at.file;
  if (path === undefined) return undefined;
  const lines: string[] = [];
  const put = (line: number, text: string): void => {
    if (lines[line - 1] !== undefined || line > 200_000) return;
    lines[line - 1] = text;
  };
  for (const { line, text } of extra) put(line, text);
  for (const { key, value } of scalars.filter((one) => one.value.at.file === path)) {
    const start = value.at.column - 1;
    // The name ends before the value; where it begins makes no difference.
    const name = `${key} =`;
    put(value.at.line, `${' '.repeat(Math.max(0, Math.min(start, 5000) - name.length))}${name}${spell(value.text.replace(/[\r\n]/g, ' '), value.quoted)}`);
  }
  return { path, text: Array.from(lines, (text) => text ?? '').join('\n') };
}
