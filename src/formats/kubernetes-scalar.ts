import { quoted } from '../model/quote.ts';
import type { Node, TextNode } from './kubernetes-object.ts';
import { isQuantity } from './kubernetes-quantity.ts';
import { yamlKind } from './yaml-scalars.ts';

const WORDS: Readonly<Record<string, string>> = { s: 'a text', i: 'a whole number', n: 'a number', b: 'true or false', q: 'a quantity such as 512Mi or 500m', x: 'a whole number or a text' };
/** `i1..65535`, `n0..`, and `<a|b>`: the types of the tables made of custom resources. */
const RANGE = /^([in])(-?[0-9]*)\.\.(-?[0-9]*)$/;

/** What a value must be instead, and what it is; `undefined` where it is of its type and among the words that are allowed. */
export function scalarFault(node: Node, type: string, words: readonly string[] | undefined): string | undefined {
  const [, number, least = '', most = ''] = RANGE.exec(type) ?? [];
  const allowed = type.startsWith('<') ? type.slice(1, -1).split('|') : words;
  const base = number ?? (type.startsWith('<') ? 's' : type);
  if (node.kind !== 'scalar' || !fits(node, base)) return `${WORDS[base] ?? 'something else'}, found ${found(node)}${node.kind === 'scalar' && base === 's' ? ': put quotes around it' : ''}`;
  if (least !== '' && Number(node.text) < Number(least)) return `${least} at least, found ${node.text}`;
  if (most !== '' && Number(node.text) > Number(most)) return `${most} at most, found ${node.text}`;
  return allowed === undefined || allowed.includes(node.text) ? undefined : `one of ${allowed.filter((word) => word !== '').join(', ')}, found ${quoted(node.text)}`;
}

function fits(node: TextNode, type: string): boolean {
  const kind = yamlKind(node);
  switch (type) {
    case 's': return kind === 'text';
    case 'i': return kind === 'whole';
    case 'n': return kind === 'whole' || kind === 'number';
    case 'b': return kind === 'flag';
    case 'q': return kind === 'text' || kind === 'whole' || kind === 'number' ? isQuantity(node.text.trim()) : false;
    default: return kind === 'whole' || kind === 'text';
  }
}

/** What stands somewhere, in words. */
export function found(node: Node): string {
  if (node.kind === 'sequence') return 'a list';
  if (node.kind === 'mapping') return 'a map';
  const kind = yamlKind(node);
  return kind === 'text' ? `the text ${quoted(node.text)}` : kind === 'flag' ? `${node.text}, which is true or false` : `the number ${node.text}`;
}
