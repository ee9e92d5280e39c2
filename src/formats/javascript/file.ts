import { type Outside } from '../literal.ts';
import type { Flaw } from '../yaml-tree.ts';
import { field, parseJavaScript, part, partsOf, type JsNode } from './tree.ts';
import { jsValue, type JsCall, type JsSight, type JsValue } from './values.ts';

/** What a JavaScript file gives without being run: its constants by name, and what it exports. */
export interface JsFile {
  readonly names: ReadonlyMap<string, JsValue>;
  /** `module.exports = …` or `export default …`. */
  readonly exported?: JsValue;
  readonly flaws: readonly Flaw[];
}

/** Reads the constants at the top of a file: literals, arithmetic, earlier constants, `process.env`. Functions of its own are understood where `calls` names them. */
export function readJavaScript(text: string, outside: Outside, calls: Readonly<Record<string, JsCall>> = {}): JsFile {
  const { root, mark, flaws } = parseJavaScript(text);
  const names = new Map<string, JsValue>();
  const sight: JsSight = { text, mark, names, outside, calls };
  let exported: JsValue | undefined;
  for (const statement of partsOf(root, 'body')) {
    const declared = statement.type === 'ExportNamedDeclaration' ? part(statement, 'declaration') : statement;
    for (const declarator of partsOf(declared, 'declarations')) {
      const id = part(declarator, 'id');
      // What is not constant may change below.
      if (id?.type === 'Identifier' && field(declared, 'kind') === 'const') names.set(String(field(id, 'name')), jsValue(part(declarator, 'init'), sight));
    }
    const value = statement.type === 'ExportDefaultDeclaration' ? part(statement, 'declaration') : assigned(statement, text);
    if (value !== undefined) exported = jsValue(value, sight);
  }
  return { names, ...(exported === undefined ? {} : { exported }), flaws };
}

/** The right side of `module.exports = …`. */
function assigned(statement: JsNode, text: string): JsNode | undefined {
  const expression = part(statement, 'expression');
  const left = part(expression, 'left');
  return expression?.type === 'AssignmentExpression' && left !== undefined && text.slice(left.start, left.end) === 'module.exports' ? part(expression, 'right') : undefined;
}

/** The value at a path of field names. */
export function valueAt(value: JsValue | undefined, path: readonly string[]): JsValue | undefined {
  return path.reduce<JsValue | undefined>((held, name) => (held?.kind === 'object' ? held.fields.get(name) : undefined), value);
}
