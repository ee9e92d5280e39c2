import { excerpt, LONGEST_PROGRAM, unknown, type Literal, type Named, type Outside } from '../literal.ts';
import type { Flaw } from '../yaml-tree.ts';
import { CALLS, type Call } from './calls.ts';
import { evaluate, type Sight } from './expression.ts';
import { parsePython, partsOf, type PythonTree, type SyntaxNode } from './tree.ts';

/** The names that a Python file assigns at its top, the last assignment of each. */
export interface PythonNames {
  readonly names: ReadonlyMap<string, Named>;
  readonly flaws: readonly Flaw[];
}

/** Functions that are understood; a file that we rendered has some of its own. */
type Calls = Readonly<Record<string, Call>>;

/** Reads what a Python file assigns: literals, arithmetic, earlier names, the environment and the count of cores. Nothing is run. */
export function readPython(text: string, outside: Outside, calls: Calls = CALLS): PythonNames {
  if (text.length > LONGEST_PROGRAM) return { names: new Map(), flaws: [{ at: { line: 1, column: 1 }, message: 'too long for a configuration' }] };
  const { names, flaws } = pythonSight(text, outside, calls);
  return { names, flaws };
}

/** The same with the syntax tree, for who looks for more in it. */
export function pythonSight(text: string, outside: Outside, calls: Calls = CALLS): PythonNames & PythonTree & { readonly sight: Sight } {
  const { root, mark, flaws } = parsePython(text);
  const names = new Map<string, Named>();
  const literals = new Map<string, Literal>();
  const imports = new Map<string, string>();
  const sight: Sight = { text, names: literals, imports, outside, calls };
  const assign = (name: SyntaxNode, value: SyntaxNode, literal: Literal): void => {
    const key = text.slice(name.from, name.to);
    names.set(key, { name: key, at: mark(value.from), text: excerpt(text.slice(value.from, value.to)), literal });
    literals.set(key, literal);
  };
  for (const statement of partsOf(root)) {
    const parts = partsOf(statement);
    if (statement.name === 'ImportStatement') for (const [name, meaning] of importsOf(parts, text)) imports.set(name, meaning);
    else if (statement.name === 'AssignStatement') for (const { targets, value } of assignmentsOf(parts)) for (const target of targets) assign(target, value, evaluate(value, sight));
    else for (const target of assignedBelow(statement)) assign(target, target, unknown(`it is ${statement.name === 'UpdateStatement' ? 'changed' : 'assigned under a condition'} in line ${mark(target.from).line}`));
  }
  return { names, flaws, root, mark, sight };
}

/** `a = b = value`, `a: int = value`; a tuple of targets has no value that is read. */
function assignmentsOf(parts: readonly SyntaxNode[]): readonly { readonly targets: readonly SyntaxNode[]; readonly value: SyntaxNode }[] {
  const value = parts.at(-1);
  if (value === undefined || parts.length < 3 || parts.some((part) => part.name === ',')) return [];
  return [{ targets: parts.slice(0, -1).filter((part) => part.name === 'VariableName'), value }];
}

const SCOPES = new Set(['FunctionDefinition', 'ClassDefinition', 'LambdaExpression']);

/** The names that are assigned somewhere in a statement that may not run, or not only once; not those of functions. */
function assignedBelow(statement: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const pending: SyntaxNode[] = [statement];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (SCOPES.has(node.name)) continue;
    const parts = partsOf(node);
    if (node.name === 'AssignStatement' || node.name === 'UpdateStatement') found.push(...parts.slice(0, -1).filter((part) => part.name === 'VariableName'));
    else pending.push(...parts);
  }
  return found;
}

/** What the names of an import mean: `import a as b` and `from a import b as c`. */
function importsOf(parts: readonly SyntaxNode[], text: string): readonly (readonly [string, string])[] {
  const words = parts.map((part) => text.slice(part.from, part.to)).filter((word) => word !== '(' && word !== ')');
  const from = words[0] === 'from';
  const module = from ? words.slice(1, words.indexOf('import')).join('') : '';
  const list = from ? words.slice(words.indexOf('import') + 1) : words.slice(1);
  return list.join(' ').split(',').map((item) => {
    const [name = '', alias] = item.trim().replaceAll(' . ', '.').split(' as ');
    const meaning = from ? `${module}.${name}` : name;
    return [alias ?? (from ? name : (name.split('.')[0] ?? '')), alias === undefined && !from ? (name.split('.')[0] ?? '') : meaning] as const;
  });
}
