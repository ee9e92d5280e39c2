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
  /** A block of text (`|`): where its first line stands, and the columns before each line. */
  readonly block?: { readonly line: number; readonly columns: number };
  /** A tag of the stranger's, such as `!reset`. */
  readonly tag?: string;
}
/** One `key: value`. */
export interface Pair {
  readonly key: string;
  readonly at: Mark;
  readonly value: Tree;
}
/** A mapping of a YAML document. */
export interface Mapping {
  readonly kind: 'mapping';
  readonly at: Mark;
  readonly pairs: readonly Pair[];
  readonly tag?: string;
}
/** A list of a YAML document. */
export interface Sequence {
  readonly kind: 'sequence';
  readonly at: Mark;
  readonly items: readonly Tree[];
  readonly tag?: string;
}
/** A YAML document with the place of everything; scalars keep their source text, so `1.30` stays `1.30`. */
export type Tree = Scalar | Mapping | Sequence;

/** Something wrong with the syntax. */
export interface Flaw {
  readonly at: Mark;
  readonly message: string;
  readonly hint?: string;
}
/** What a YAML text holds, and what is wrong with its syntax. */
export interface ParsedYaml {
  /** `undefined` for a text without content, or one whose syntax is broken. */
  readonly tree?: Tree;
  readonly flaws: readonly Flaw[];
}

/** What kind of file it is, how much of it is read, and whether it may hold tags and several documents. */
interface Terms {
  readonly file: string;
  readonly lexemes: number;
  readonly nodes: number;
  readonly depth: number;
  readonly strangers: boolean;
}

/** Beyond these a file is no profile: it would only cost time. */
const PROFILE: Terms = { file: 'profile', lexemes: 60_000, nodes: 10_000, depth: 24, strangers: false };
/** Beyond these no person wrote it, or it was written to exhaust the reader. */
const ANY: Terms = { file: 'configuration', lexemes: 1_500_000, nodes: 150_000, depth: 64, strangers: true };

/** Ends the reading of a text at its first fatal flaw. */
class Fatal extends Error {
  readonly flaw: Flaw;
  constructor(at: Mark, message: string, hint?: string) {
    super(message);
    this.flaw = { at, message, ...(hint === undefined ? {} : { hint }) };
  }
}

/** Every document of a stranger's YAML file; those before the first flaw when the syntax is broken. */
export interface ParsedDocuments {
  readonly documents: readonly Tree[];
  readonly flaws: readonly Flaw[];
}

/** Reads the profile: one YAML 1.2 (or JSON) document. Time and memory are bounded whatever the text. */
export function parseYaml(text: string): ParsedYaml {
  const { documents, flaws } = parse(text, PROFILE);
  return { ...(documents[0] === undefined ? {} : { tree: documents[0] }), flaws };
}

/**
 * Reads a file that is not ours: several documents, tags kept, merge keys (`<<`) left as pairs for their reader,
 * empty documents left out. Time and memory are bounded whatever the text.
 */
export const parseDocuments = (text: string): ParsedDocuments => parse(text, ANY);

function parse(text: string, terms: Terms): ParsedDocuments {
  const lines = new LineCounter();
  const mark = (offset: number): Mark => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const roots = compose(text, lines, mark, terms);
    const grown = roots.map((root) => grow(root, mark, terms, text));
    return { documents: grown.flatMap(({ tree }) => tree ?? []), flaws: grown.flatMap(({ flaws }) => flaws) };
  } catch (error) {
    if (error instanceof Fatal) return { documents: [], flaws: [error.flaw] };
    throw error;
  }
}

const tooDeep = (terms: Terms): string => `nested too deeply to be a ${terms.file}`;

function compose(text: string, lines: LineCounter, mark: (offset: number) => Mark, terms: Terms): readonly Node[] {
  const tokens: CST.Token[] = [];
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > terms.depth * 2) throw new Fatal(mark(parser.offset), tooDeep(terms));
    if (++lexemes > terms.lexemes) throw new Fatal(mark(parser.offset), `too many lines and values for a ${terms.file}`);
  }
  for (const token of parser.end()) tokens.push(token);
  const documents = [...new Composer({ schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' }).compose(tokens, true, text.length)];
  const [, second] = documents;
  const error = documents.flatMap((document) => document.errors)[0];
  if (error !== undefined) throw new Fatal(mark(error.pos[0]), ...explained(error.code, error.message, text.charAt(error.pos[0]), terms));
  if (second !== undefined && !terms.strangers) throw new Fatal(mark(second.range[0]), 'a second YAML document begins here', 'a profile is one document: take the --- out');
  return documents.flatMap((document) => document.contents ?? []);
}

/** The parser's message, or a clearer one. */
function explained(code: string, message: string, at: string, terms: Terms): readonly [string, string?] {
  if (code === 'TAB_AS_INDENT') return ['a tab cannot indent YAML', 'use spaces'];
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return ['a value contains ": " or continues wrongly', 'put quotes around it, or indent it'];
  if (code === 'MISSING_CHAR' && at === '[' && !terms.strangers) return ['a bracket inside { } begins a list', 'put quotes around the key, such as "api.route.timeout[/feed]": 40s'];
  if (code === 'RESOURCE_EXHAUSTION') return [tooDeep(terms)];
  return [`not valid YAML: ${message.slice(0, 1).toLowerCase()}${plainly(message.slice(1), 120)}`];
}

/** Turns the parser's nodes into a tree: aliases resolved, keys unique, its size bounded. */
function grow(root: Node, mark: (offset: number) => Mark, terms: Terms, text: string): ParsedYaml {
  const flaws: Flaw[] = [];
  const anchors = new Map<string, Node>();
  let nodes = 0;
  const at = (node: Node): Mark => mark(node.range?.[0] ?? 0);

  const convert = (node: Node | null | undefined, depth: number, place: Mark): Tree => {
    if (depth > terms.depth) throw new Fatal(place, tooDeep(terms));
    if (++nodes > terms.nodes) throw new Fatal(place, `too many values for a ${terms.file}, aliases counted each time`);
    if (node === null || node === undefined) return { kind: 'scalar', at: place, text: '', quoted: false };
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) throw new Fatal(place, `there is no anchor ${quoted(node.source)}`);
      return { ...convert(target, depth + 1, at(target)), at: place };
    }
    if (node.tag !== undefined && !terms.strangers) throw new Fatal(place, `a profile needs no YAML tags, found ${quoted(node.tag)}`);
    const tag = node.tag === undefined ? {} : { tag: node.tag };
    if ('anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isScalar(node)) return { kind: 'scalar', at: place, text: node.source ?? String(node.value), quoted: node.type !== 'PLAIN', ...blockOf(node.type, node.range?.[0] ?? 0, node.source ?? ''), ...tag };
    if (isSeq(node)) return { kind: 'sequence', at: place, items: node.items.map((item) => convertItem(item, depth + 1, place)), ...tag };
    return { kind: 'mapping', at: place, pairs: isMap(node) ? pairsOf(node.items, depth, place) : [], ...tag };
  };

  /** The header of a block of text is one line; its text begins below, as far in as its lines are longer in the file than in the text. */
  const blockOf = (type: string | null | undefined, offset: number, source: string): { block?: { line: number; columns: number } } => {
    if (type !== 'BLOCK_LITERAL') return {};
    let from = text.indexOf('\n', offset) + 1;
    let columns = Infinity;
    for (const line of source.split('\n')) {
      const end = text.indexOf('\n', from);
      const length = (end < 0 ? text.length : end) - from;
      if (line !== '' && length > 0) columns = Math.min(columns, Math.max(0, length - line.length - (text.charAt(from + length - 1) === '\r' && !line.endsWith('\r') ? 1 : 0)));
      if (end < 0) break;
      from = end + 1;
    }
    return { block: { line: mark(offset).line + 1, columns: columns === Infinity ? 0 : columns } };
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
