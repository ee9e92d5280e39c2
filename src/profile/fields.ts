import { profileSchema } from '../model/profile-schema.ts';
import { COMPONENT_NAME, ROUTE_PATH } from '../model/spelling.ts';
import type { Setting } from '../model/setting.ts';
import { settingNamed } from '../settings/index.ts';
import { itemsOf, textOf, valueOf, type Path } from './data.ts';
import type { Tree } from '../formats/yaml-tree.ts';

/** A node of the schema, as far as the loader looks at it. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly description?: string;
}

/** The schema of the value at a path; `undefined` where the schema knows no such key. */
export function schemaAt(path: Path): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((node, step) => {
    if (typeof step === 'number') return node?.items;
    if (node?.properties !== undefined) return Object.hasOwn(node.properties, step) ? node.properties[step] : undefined;
    return Object.entries(node?.patternProperties ?? {}).find(([pattern]) => new RegExp(pattern, 'u').test(step))?.[1];
  }, profileSchema);
}

/** The setting that a field of the profile states; `undefined` for fields of structure (names, links, classes). */
export function settingOfField(path: Path): Setting | undefined {
  const [head, , field, , inner] = path;
  if (head === 'settings') return undefined;
  if (head === 'scenario') return path.length === 3 ? settingNamed('scenario', String(field)) : undefined;
  if (head !== 'components') return path.length === 1 ? settingNamed('profile', String(head)) : settingNamed(String(head), path.slice(1).join('.'));
  if (field === 'routes') return path.length === 5 ? settingNamed('route', String(inner)) : undefined;
  if (field === 'workload') return settingNamed('workload', path.slice(3).join('.'));
  if (field === 'build') return settingNamed('component', path.length === 3 ? 'build.context' : path.slice(2).join('.'));
  return path.length === 3 ? settingNamed('component', String(field)) : undefined;
}

/** A path as people write it (and `--set` takes it): `components.api.routes[/feed].timeout`. */
export function showPath(root: Tree, path: Path): string {
  let text = '';
  let tree: Tree | undefined = root;
  for (const step of path) {
    if (typeof step === 'number') {
      tree = itemsOf(tree)[step];
      const name = textOf(valueOf(tree, 'name')) ?? '';
      const route = textOf(valueOf(tree, 'path')) ?? '';
      text += new RegExp(COMPONENT_NAME.pattern).test(name) ? `.${name}` : `[${new RegExp(ROUTE_PATH.pattern).test(route) ? route : step + 1}]`;
    } else {
      tree = valueOf(tree, step);
      text += text === '' ? step : `.${step}`;
    }
  }
  return text;
}
