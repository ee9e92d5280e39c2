/** What an expression of GitHub Actions may come to. */
export type Result = string | number | boolean | null;
/** The contexts that expressions read: `github`, `inputs`, `steps`. What is not there is null, as on GitHub. */
export interface Contexts { readonly [name: string]: Result | Contexts | undefined }

/** Whether what ran before succeeded, for `success()` and its kin. */
export type Status = 'success' | 'failure';

const TOKEN = /\s*(?:(?<operator>&&|\|\||==|!=|[!(),.])|'(?<text>(?:[^']|'')*)'|(?<number>-?\d+(?:\.\d+)?)|(?<word>[A-Za-z_][\w-]*))/y;

/** A value of a workflow file with its `${{ }}` replaced, as GitHub does before it starts a step. */
export const filled = (text: string, contexts: Contexts, status: Status = 'success'): string =>
  text.replace(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => shown(evaluate(inner, contexts, status)));

/** Whether a step with this `if:` runs; without a word on status it does so only while all is well. */
export function runs(condition: string | undefined, contexts: Contexts, status: Status): boolean {
  const inner = (condition ?? 'success()').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
  const asksStatus = /\b(?:always|success|failure|cancelled)\(\)/.test(inner);
  return truthy(evaluate(inner, contexts, status)) && (asksStatus || status === 'success');
}

/** The result of an expression: operators, literals, contexts and the functions that tell a status. */
export function evaluate(text: string, contexts: Contexts, status: Status): Result {
  const tokens = tokensOf(text);
  let next = 0;
  const peek = (): string | undefined => tokens[next];
  const accept = (token: string): boolean => (peek() === token ? (next++, true) : false);
  const either = (): Result => { let left = both(); while (accept('||')) { const right = both(); left = truthy(left) ? left : right; } return left; };
  const both = (): Result => { let left = equal(); while (accept('&&')) { const right = equal(); left = truthy(left) ? right : left; } return left; };
  const equal = (): Result => {
    let left = unary();
    for (;;) {
      if (accept('==')) left = same(left, unary());
      else if (accept('!=')) left = !same(left, unary());
      else return left;
    }
  };
  const unary = (): Result => (accept('!') ? !truthy(unary()) : primary());
  const primary = (): Result => {
    const token = tokens[next++];
    if (token === undefined) throw new Error(`an expression ends early: ${text}`);
    if (token === '(') { const inner = either(); if (!accept(')')) throw new Error(`a bracket is missing: ${text}`); return inner; }
    if (token.startsWith("'")) return token.slice(1);
    if (/^-?\d/.test(token)) return Number(token);
    if (accept('(')) { if (!accept(')')) throw new Error(`not known here: ${token}(…)`); return statusOf(token, status); }
    if (token === 'true' || token === 'false') return token === 'true';
    let value: Result | Contexts | undefined = contexts[token];
    while (accept('.')) { const name = tokens[next++] ?? ''; value = typeof value === 'object' ? value?.[name] : null; }
    return typeof value === 'object' ? null : (value ?? null);
  };
  const result = either();
  if (next < tokens.length) throw new Error(`not understood at ${tokens[next]}: ${text}`);
  return result;
}

function statusOf(name: string, status: Status): boolean {
  const known: Readonly<Record<string, boolean>> = { always: true, success: status === 'success', failure: status === 'failure', cancelled: false };
  const value = known[name];
  if (value === undefined) throw new Error(`not known here: ${name}()`);
  return value;
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.trimEnd();
  while (TOKEN.lastIndex < trimmed.length) {
    const groups = TOKEN.exec(trimmed)?.groups;
    if (groups === undefined) throw new Error(`not understood: ${text}`);
    tokens.push(groups['operator'] ?? groups['number'] ?? groups['word'] ?? `'${(groups['text'] ?? '').replaceAll("''", "'")}`);
  }
  return tokens;
}

const truthy = (value: Result): boolean => value !== null && value !== '' && value !== 0 && value !== false;
const shown = (value: Result): string => (value === null ? '' : String(value));
/** GitHub compares without regard to case, and other types as numbers. */
const same = (one: Result, other: Result): boolean => (typeof one === 'string' && typeof other === 'string' ? one.toLowerCase() === other.toLowerCase() : one === other || Number(one ?? 0) === Number(other ?? 0));
