/** A piece of HTML or SVG whose text is already escaped; only `html` makes one. */
export interface Html {
  readonly html: string;
}

const SPECIAL: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
// What a browser shows as nothing, or as a change of direction, would let a name look like another one.
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const escaped = (text: string): string => text.replace(HIDDEN, '\u{fffd}').replace(/[&<>"']/g, (character) => SPECIAL[character] ?? character);

/** What stands in a template: text is escaped, pieces and lists of pieces stay as they are, nothing and `false` vanish. */
export type Inset = Html | string | number | false | undefined | readonly Inset[];

function spelled(inset: Inset): string {
  if (inset === undefined || inset === false) return '';
  if (typeof inset === 'string') return escaped(inset);
  if (typeof inset === 'number') return String(inset);
  return 'html' in inset ? inset.html : inset.map(spelled).join('');
}

/** HTML from a template: whatever is put into it is escaped, in text and in quoted attributes. */
export const html = (parts: TemplateStringsArray, ...insets: readonly Inset[]): Html => ({ html: parts.reduce((text, part, i) => `${text}${spelled(insets[i - 1])}${part}`) });

/** Text of ours that is no HTML and must not be escaped: a style sheet, a script. */
export const verbatim = (text: string): Html => ({ html: text });

/** Rows as a table; columns beyond the first are numbers, and aligned to the right. */
export const htmlTable = (head: readonly Inset[], rows: readonly (readonly Inset[])[], look = ''): Html =>
  html`<div class="wide"><table class="${look}"><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`)}</tbody></table></div>`;
