import { quoted, plainly } from '../model/quote.ts';
import { BASE, COMPONENT_NAME, HEADER_VALUE, OTHER_TEXT, REQUEST_NAME, REQUEST_PATH, ROUTE_PATH, STACK_NAME, TEXTS } from '../model/spelling.ts';
import { meant, suggestion } from '../formats/suggest.ts';
import { readSettingValue } from '../formats/setting-value.ts';
import type { Tree } from '../formats/yaml-tree.ts';
import type { Complaints } from './complaints.ts';
import { found, itemsOf, textOf, toData, treeAt, type Path } from './data.ts';
import { schemaAt, settingOfField, showPath, type SchemaNode } from './fields.ts';
import type { Source } from './source.ts';
import { validateProfile, type SchemaError } from './validate.ts';

const EXPECTED = new Map([...Object.values(TEXTS), STACK_NAME, COMPONENT_NAME, ROUTE_PATH, REQUEST_NAME, REQUEST_PATH, HEADER_VALUE, BASE, OTHER_TEXT].map(({ pattern, expected }) => [pattern as string, expected as string]));

/** Complains of all that the schema does not allow in a source. */
export function checkAgainstSchema(source: Source, complaints: Complaints): void {
  for (const error of validateProfile(toData(source.tree))) {
    if (complaints.full()) return;
    complain(source, error, complaints);
  }
}

function complain(source: Source, error: SchemaError, complaints: Complaints): void {
  const path = pathOf(source.tree, error.instancePath);
  const tree = treeAt(source.tree, path);
  if (tree === undefined) return;
  const place = { source, at: tree.at };
  switch (error.keyword) {
    case 'additionalProperties': return unknownKey(source, path, String(error.params['additionalProperty']), complaints);
    case 'required': return complaints.add(place, `${plainly(showPath(source.tree, path))}: ${String(error.params['missingProperty'])} is missing`);
    case 'maxItems': return complaints.add(place, `${plainly(showPath(source.tree, path), 120)}: expected at most ${String(error.params['limit'])}, found ${itemsOf(tree).length}`);
    case 'minItems': return complaints.add(place, `${plainly(showPath(source.tree, path), 120)}: expected at least ${String(error.params['limit'])}, found none`);
    default: {
      const { message, hint } = wrongValue(path, tree);
      complaints.add(place, `${plainly(showPath(source.tree, path), 120)}: ${message}`, hint);
    }
  }
}

/** The steps of a JSON pointer; numbers where the file has a list. */
function pathOf(root: Tree, pointer: string): Path {
  const path: (string | number)[] = [];
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(treeAt(root, path)?.kind === 'sequence' ? Number(key) : key);
  }
  return path;
}

/** Unknown settings were already complained of by the one who looked for them; the schema only knows what their keys look like. */
function unknownKey(source: Source, path: Path, key: string, complaints: Complaints): void {
  const parent = treeAt(source.tree, path);
  const pair = parent?.kind === 'mapping' ? parent.pairs.find((candidate) => candidate.key === key) : undefined;
  if (pair === undefined) return;
  if (path[0] === 'settings') {
    return complaints.add({ source, at: pair.at }, `settings: ${quoted(key)} names no setting`, 'a setting is named <component>.<kind>.<setting>, such as db.postgres.work_mem');
  }
  const known = Object.keys(schemaAt(path)?.properties ?? {}).filter((name) => name !== '$schema');
  const where = path.length === 0 ? '' : `${plainly(showPath(source.tree, path), 120)}: `;
  complaints.add({ source, at: pair.at }, `${where}unknown key ${quoted(key)}`, meant(key, known) ?? (path.length === 0 ? meantInside(key) : undefined) ?? suggestion(key, known));
}

/** A key of the machine, targets or workload that stands one level too high. */
function meantInside(key: string): string | undefined {
  const parts = ['machine', 'targets', 'workload'];
  const hints = parts.map((part) => meant(key, Object.keys(schemaAt([part])?.properties ?? {}), `${part}.`));
  return hints.find((hint) => hint !== undefined);
}

function wrongValue(path: Path, tree: Tree): { readonly message: string; readonly hint?: string } {
  const node = schemaAt(path);
  if (path[0] === 'settings' && path.length === 2) {
    return { message: `expected one value, found ${found(tree)}`, ...(tree.kind === 'mapping' ? { hint: 'the id of a setting is written in one piece, such as db.postgres.work_mem: 8MB' } : {}) };
  }
  const setting = settingOfField(path);
  if (setting !== undefined && node?.type !== 'boolean') {
    const given = tree.kind === 'sequence' ? tree.items.map((item) => textOf(item) ?? '') : (textOf(tree) ?? '');
    const value = readSettingValue(setting, given);
    if (!value.ok) return { message: `expected ${value.expected}, found ${found(tree)}`, ...(value.hint === undefined ? {} : { hint: value.hint }) };
  }
  const near = tree.kind === 'scalar' && node?.enum !== undefined ? meant(tree.text, node.enum) : undefined;
  const needless = tree.kind === 'scalar' && tree.quoted && /^[0-9.]+$|^(true|false)$/.test(tree.text);
  const hint = near ?? (needless ? 'leave the quotes out' : undefined);
  return { message: `expected ${expectedBy(node)}, found ${found(tree)}`, ...(hint === undefined ? {} : { hint }) };
}

/** What a node of the schema allows, in words. */
function expectedBy(node: SchemaNode | undefined): string {
  if (node?.enum !== undefined) return `one of ${node.enum.join(', ')}`;
  if (node?.pattern !== undefined && EXPECTED.has(node.pattern)) return EXPECTED.get(node.pattern) ?? '';
  const types: Readonly<Record<string, string>> = { object: 'a mapping (key: value)', array: 'a list', boolean: 'true or false', integer: 'a whole number', number: 'a number', string: 'a text' };
  const [first = ''] = [node?.type ?? ''].flat();
  return types[first] ?? 'another value';
}
