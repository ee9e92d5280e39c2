import { fail } from '../model/problem.ts';
import { plainly, quoted } from '../model/quote.ts';
import { settingNamed } from '../settings/index.ts';
import { parseYaml, type Mapping, type Mark, type Tree } from '../formats/yaml-tree.ts';
import { schemaAt } from './fields.ts';
import type { Source } from './source.ts';

/** The name under which entries keep what the command line stated. */
export const SET = '--set';

/** One `--set key=value` as a profile of one line, so that it is read and checked like any other. */
export function sourceOfSet(set: string): Source {
  const shown = `${SET} ${plainly(set)}`;
  const at = { file: SET, line: 0, column: 0 };
  const split = set.indexOf('=');
  if (split < 1) return fail(`expected key=value, found ${quoted(set)}`, at, 'such as --set machine.memory=16GiB or --set db.postgres.work_mem=8MB');
  const key = set.slice(0, split).trim();
  if (key === 'extends' || key.startsWith('extends.')) return fail('extends is stated in the profile', { ...at, file: shown }, 'name the other profile with --profile');
  return { label: SET, shown, name: '', tree: planted(key, valueTree(set.slice(split + 1), shown)) };
}

/** Every node has a mark of its own, as in a file; none of them has a line. */
const nowhere = (): Mark => ({ line: 0, column: 0 });
const mapping = (key: string, value: Tree): Mapping => ({ kind: 'mapping', at: nowhere(), pairs: [{ key, at: nowhere(), value }] });

/** The value under the key: a field of the profile, a field of a component, or a setting. */
function planted(key: string, value: Tree): Mapping {
  if (key.startsWith('settings.')) return mapping('settings', mapping(key.slice('settings.'.length), value));
  const steps = key.split('.');
  const [head = '', name = '', ...field] = steps;
  if (head === 'components' && field.length > 0) {
    const named = mapping('name', { kind: 'scalar', at: nowhere(), text: name, quoted: true });
    const item: Mapping = { ...named, pairs: [...named.pairs, ...nested(field, value).pairs] };
    return mapping('components', { kind: 'sequence', at: nowhere(), items: [item] });
  }
  const part = schemaAt([head])?.properties !== undefined;
  const isField = steps.length === 1 || (part && (schemaAt(steps) !== undefined || settingNamed(head, steps.slice(1).join('.')) === undefined));
  return isField ? nested(steps, value) : mapping('settings', mapping(key, value));
}

function nested(steps: readonly string[], value: Tree): Mapping {
  const [first = '', ...rest] = steps;
  return mapping(first, rest.length === 0 ? value : nested(rest, value));
}

/** A list or mapping in YAML's short form; anything else is taken as it stands. */
function valueTree(text: string, shown: string): Tree {
  if (!/^\s*[[{]/.test(text)) return { kind: 'scalar', at: nowhere(), text, quoted: text === '' };
  const { tree, flaws } = parseYaml(text);
  const [flaw] = flaws;
  if (flaw !== undefined || tree === undefined) return fail(flaw?.message ?? 'is empty', { file: shown, line: 0, column: 0 });
  return unplaced(tree);
}

function unplaced(tree: Tree): Tree {
  if (tree.kind === 'scalar') return { ...tree, at: nowhere() };
  if (tree.kind === 'sequence') return { ...tree, at: nowhere(), items: tree.items.map(unplaced) };
  return { ...tree, at: nowhere(), pairs: tree.pairs.map((pair) => ({ key: pair.key, at: nowhere(), value: unplaced(pair.value) })) };
}
