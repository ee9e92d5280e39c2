import { quoted } from '../model/quote.ts';

/** A whole number between two bounds, another one in each request: `{1..100000}`. */
export interface Placeholder {
  readonly low: number;
  readonly high: number;
}

/** The parts of a path or body in order: texts, and the numbers between them. */
export type Parts = readonly (string | Placeholder)[];

const PLACEHOLDER = /\{([0-9]{1,9})\.\.([0-9]{1,9})\}/;

/** A path or body taken apart at its placeholders. */
export function partsOf(text: string): Parts {
  // A pattern with two groups splits into text, low, high, text, low, high, ... text.
  const pieces = text.split(PLACEHOLDER);
  return pieces.flatMap((piece, index): Parts => {
    if (index % 3 === 0) return piece === '' ? [] : [piece];
    return index % 3 === 1 ? [{ low: Number(piece), high: Number(pieces[index + 1]) }] : [];
  });
}

/** What is wrong with a placeholder of a text: meant as one, and none; or its bounds the wrong way round. */
export function placeholderFlaw(text: string): string | undefined {
  const wrong = [...text.matchAll(/\{[^{}"]*\.\.[^{}"]*\}/g)].find(([found]) => !new RegExp(`^${PLACEHOLDER.source}$`).test(found));
  if (wrong !== undefined) return `${quoted(wrong[0])} is no placeholder`;
  const turned = partsOf(text).find((piece): piece is Placeholder => typeof piece !== 'string' && piece.low > piece.high);
  return turned === undefined ? undefined : `{${turned.low}..${turned.high}} goes from the greater number to the smaller`;
}

/** How a language spells texts and joins them. */
export interface Language {
  readonly quote: (text: string) => string;
  readonly join: string;
}

/** An expression that gives the text, with another number in place of each placeholder; the language's own `whole(low, high)` draws it. */
export function expression(text: string, { quote, join }: Language): string {
  const parts = partsOf(text).map((part) => (typeof part === 'string' ? quote(part) : `whole(${part.low}, ${part.high})`));
  // Beginning with a text, so that numbers are joined and not added.
  return (typeof partsOf(text)[0] === 'string' ? parts : [quote(''), ...parts]).join(` ${join} `);
}
