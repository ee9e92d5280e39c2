import { parse, type Node } from 'acorn';
import { LONGEST_PROGRAM, marksOf } from '../literal.ts';
import type { Flaw, Mark } from '../yaml-tree.ts';

/** A node of the syntax tree; its fields are read by `part` and `partsOf`. */
export type JsNode = Node;

/** A JavaScript file as its grammar understands it; without a root where its syntax is broken. */
export interface JsTree {
  readonly root?: JsNode;
  readonly mark: (offset: number) => Mark;
  readonly flaws: readonly Flaw[];
}

const isNode = (value: unknown): value is JsNode => typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string';

/** A part of a node, by the name that ESTree gives it. */
export function part(node: JsNode | undefined, name: string): JsNode | undefined {
  const value: unknown = node === undefined ? undefined : (node as unknown as Readonly<Record<string, unknown>>)[name];
  return isNode(value) ? value : undefined;
}

/** A list of parts; holes are left out. */
export function partsOf(node: JsNode | undefined, name: string): readonly JsNode[] {
  const value: unknown = node === undefined ? undefined : (node as unknown as Readonly<Record<string, unknown>>)[name];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** A field of a node that is no node: an operator, a name, the value of a literal. */
export const field = (node: JsNode | undefined, name: string): unknown => (node === undefined ? undefined : (node as unknown as Readonly<Record<string, unknown>>)[name]);

/** Brackets that are open at once: the parser calls itself for each. */
function isTooDeep(text: string): boolean {
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 40 || character === 91 || character === 123) open += 1;
    else if (character === 41 || character === 93 || character === 125) open -= 1;
    if (open > 500) return true;
  }
  return false;
}

/** Parses a JavaScript file, as a module or a script; it is never run. */
export function parseJavaScript(text: string): JsTree {
  const mark = marksOf(text);
  if (text.length > LONGEST_PROGRAM || isTooDeep(text)) return { mark, flaws: [{ at: { line: 1, column: 1 }, message: 'too long or nested too deeply for a configuration' }] };
  const flaws: Flaw[] = [];
  for (const sourceType of ['module', 'script'] as const) {
    try {
      return { root: parse(text, { ecmaVersion: 'latest', sourceType, allowHashBang: true, allowReturnOutsideFunction: true }), mark, flaws: [] };
    } catch (error) {
      // A stack that is used up is the text's fault, too: it nests without brackets.
      const { pos, message } = error as { readonly pos?: number; readonly message?: string };
      flaws.push({ at: mark(pos ?? 0), message: pos === undefined ? 'nested too deeply for a configuration' : `not valid JavaScript: ${(message ?? '').replace(/ \([0-9:]+\)$/, '').toLowerCase()}` });
    }
  }
  return { mark, flaws: flaws.slice(0, 1) };
}
