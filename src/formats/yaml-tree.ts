import { Composer, isAlias, isMap, isPair, isScalar, isSeq, Lexer, LineCounter, Parser, type CST, type Node } from 'yaml';
import { plainly, quoted } from '../model/quote.ts';

/** A place in a text, counted from 1. */
export interface Mark {
  readonly line: number;
  readonly column: number;
}
/** One scalar as it was written; what it means is its reader's business. */
export interface Scalar {
  readonly kind: 'scalar';
  readonly at: Mark;
  readonly text: string;
  readonly quoted: boolean;
}
/** One `key: value`. */
export interface Pair {
  readonly key: string;
  readonly at: Mark;
  readonly value: Tree;
}
export interface Mapping {
  readonly kind: 'mapping';
  readonly at: Mark;
  readonly pairs: readonly Pair[];
}
export interface Sequence {
  readonly kind: 'sequence';
  readonly at: Mark;
  readonly items: readonly Tree[];
}
/** A YAML document with the place of everything; scalars keep their source text, so `1.30` stays `1.30`. */
export type Tree = Scalar | Mapping | Sequence;

/** Something wrong with the syntax. */
export interface Flaw {
  readonly at: Mark;
  readonly message: string;
  readonly hint?: string;
}
export interface ParsedYaml {
  /** `undefined` for a text without content, or one whose syntax is broken. */
  readonly tree?: Tree;
  readonly flaws: readonly Flaw[];
}

/** Beyond these a file is no profile: it would only cost time. */
const MOST_LEXEMES = 60_000;
const MOST_NODES = 10_000;
const DEEPEST = 24;

/** Ends the reading of a text at its first fatal flaw. */
class Fatal extends Error {
  readonly flaw: Flaw;
  constructor(at: Mark, message: string, hint?: string) {
    super(message);
    this.flaw = { at, message, ...(hint === undefined ? {} : { hint }) };
  }
}

/** Reads one YAML 1.2 (or JSON) document. Time and memory are bounded whatever the text. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const mark = (offset: number): Mark => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const root = compose(text, lines, mark);
    return root === undefined ? { flaws: [] } : grow(root, mark);
  } catch (error) {
    if (error instanceof Fatal) return { flaws: [error.flaw] };
    throw error;
  }
}

const TOO_DEEP = 'nested too deeply to be a profile';

function compose(text: string, lines: LineCounter, mark: (offset: number) => Mark): Node | undefined {
  const tokens: CST.Token[] = [];
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > DEEPEST * 2) throw new Fatal(mark(parser.offset), TOO_DEEP);
    if (++lexemes > MOST_LEXEMES) throw new Fatal(mark(parser.offset), 'too many lines and values for a profile');
  }
  for (const token of parser.end()) tokens.push(token);
  const documents = [...new Composer({ schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' }).compose(tokens, true, text.length)];
  const [document, second] = documents;
  const error = document?.errors[0];
  if (error !== undefined) throw new Fatal(mark(error.pos[0]), ...explained(error.code, error.message, text.charAt(error.pos[0])));
  if (second !== undefined) throw new Fatal(mark(second.range[0]), 'a second YAML document begins here', 'a profile is one document: take the --- out');
  return document?.contents ?? undefined;
}

/** The parser's message, or a clearer one. */
function explained(code: string, message: string, at: string): readonly [string, string?] {
  if (code === 'TAB_AS_INDENT') return ['a tab cannot indent YAML', 'use spaces'];
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return ['a value contains ": " or continues wrongly', 'put quotes around it, or indent it'];
  if (code === 'MISSING_CHAR' && at === '[') return ['a bracket inside { } begins a list', 'put quotes around the key, such as "api.route.timeout[/feed]": 40s'];
  if (code === 'RESOURCE_EXHAUSTION') return [TOO_DEEP];
  return [`not valid YAML: ${message.slice(0, 1).toLowerCase()}${plainly(message.slice(1), 120)}`];
}

/** Turns the parser's nodes into a tree: aliases resolved, keys unique, its size bounded. */
function grow(root: Node, mark: (offset: number) => Mark): ParsedYaml {
  const flaws: Flaw[] = [];
  const anchors = new Map<string, Node>();
  let nodes = 0;
  const at = (node: Node): Mark => mark(node.range?.[0] ?? 0);

  const convert = (node: Node | null | undefined, depth: number, place: Mark): Tree => {
    if (depth > DEEPEST) throw new Fatal(place, TOO_DEEP);
    if (++nodes > MOST_NODES) throw new Fatal(place, 'too many values for a profile, aliases counted each time');
    if (node === null || node === undefined) return { kind: 'scalar', at: place, text: '', quoted: false };
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) throw new Fatal(place, `there is no anchor ${quoted(node.source)}`);
      return { ...convert(target, depth + 1, at(target)), at: place };
    }
    if (node.tag !== undefined) throw new Fatal(place, `a profile needs no YAML tags, found ${quoted(node.tag)}`);
    if ('anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isScalar(node)) return { kind: 'scalar', at: place, text: node.source ?? String(node.value), quoted: node.type !== 'PLAIN' };
    if (isSeq(node)) return { kind: 'sequence', at: place, items: node.items.map((item) => convertItem(item, depth + 1, place)) };
    return { kind: 'mapping', at: place, pairs: isMap(node) ? pairsOf(node.items, depth, place) : [] };
  };

  const convertItem = (item: unknown, depth: number, parent: Mark): Tree => {
    const node = isPair(item) ? undefined : (item as Node);
    return convert(node, depth, node?.range ? at(node) : { ...parent });
  };

  const pairsOf = (items: readonly { readonly key: unknown; readonly value: unknown }[], depth: number, place: Mark): readonly Pair[] => {
    const pairs = new Map<string, Pair>();
    for (const { key, value } of items) {
      const keyAt = (key as Node | null)?.range ? at(key as Node) : place;
      if (!isScalar(key) || key.source === undefined) throw new Fatal(keyAt, 'a key is a plain word');
      const earlier = pairs.get(key.source);
      if (earlier !== undefined) {
        flaws.push({ at: keyAt, message: `${quoted(key.source)} is stated twice, first in line ${earlier.at.line}`, hint: 'keep one of the two' });
        continue;
      }
      const node = value as Node | null;
      pairs.set(key.source, { key: key.source, at: keyAt, value: convert(node, depth + 1, node?.range ? at(node) : { ...keyAt }) });
    }
    return [...pairs.values()];
  };

  const tree = convert(root, 0, at(root));
  if (tree.kind === 'scalar' && tree.text === '' && !tree.quoted) return { flaws };
  return { tree, flaws };
}
