/** One piece of a transcript: prose as it stands, a file to write, or commands to run. */
export type Piece =
  | { readonly kind: 'prose'; readonly text: string }
  | { readonly kind: 'file'; readonly fence: string; readonly name: string; readonly text: string }
  | { readonly kind: 'console'; readonly runs: readonly Run[] };

/** One command with what it prints and how it ends. */
export interface Run {
  readonly command: string;
  readonly output: string;
}

/** Takes a transcript (Markdown) apart; `show` puts it together again without loss. */
export function parse(markdown: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const part of markdown.split(/(^```[^\n]*\n[^]*?^```\n)/m)) {
    const [, fence = '', body = ''] = /^```([^\n]*)\n([^]*?)^```\n$/m.exec(part) ?? [];
    const name = /^\S+ (\S+)$/.exec(fence)?.[1];
    if (fence === 'console') pieces.push({ kind: 'console', runs: runsOf(body) });
    else if (name !== undefined) pieces.push({ kind: 'file', fence, name, text: body });
    else if (part !== '') pieces.push({ kind: 'prose', text: part });
  }
  return pieces;
}

const runsOf = (body: string): readonly Run[] =>
  body.split(/^(?=\$ )/m).map((run) => {
    const end = run.indexOf('\n');
    return { command: run.slice(2, end), output: run.slice(end + 1) };
  });

/** A transcript as Markdown. */
export const show = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      if (piece.kind === 'prose') return piece.text;
      if (piece.kind === 'file') return `\`\`\`${piece.fence}\n${piece.text}\`\`\`\n`;
      return `\`\`\`console\n${piece.runs.map((run) => `$ ${run.command}\n${run.output}`).join('')}\`\`\`\n`;
    })
    .join('');
