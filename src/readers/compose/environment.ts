import { parseDotenv } from '../../formats/dotenv.ts';
import type { Image } from '../../formats/dockerfile-image.ts';
import { unsetBecause } from '../../formats/interpolate.ts';
import type { Position } from '../../model/entry.ts';
import type { Word } from '../../model/source.ts';
import { plain_secret, variable } from '../../settings/found.ts';
import type { Around } from './around.ts';
import { isNull, shapeOf, under, type Group, type Node } from './node.ts';
import { inTree } from './paths.ts';
import { hasPlainPassword, isSecretName, isSecretValue, masked } from './secrets.ts';
import { listOf, namedGroup } from './shapes.ts';
import { shown, state, wrong, type Service } from './stating.ts';
import type { Text } from './node.ts';

/** The environment of a container. */
export interface Environment {
  readonly environment: ReadonlyMap<string, Word>;
  readonly unresolved: ReadonlyMap<string, string>;
}

/** A variable on its way into the container. */
interface Given extends Word {
  readonly name: string;
  readonly because?: string;
  /** Whether its value can be read in a file that describes the container. */
  readonly literal: boolean;
}

/** States the environment: the Dockerfile's, then env files, then `environment`; the last of a name counts. */
export function readEnvironment(service: Service, node: Group, image: Image | undefined, around: Around): Environment {
  const all = [...imageVariables(service, image), ...fileVariables(service, under(node, 'env_file'), around), ...statedVariables(service, under(node, 'environment'), around)];
  const given = new Map((service.report.spend(all.length * 2, node.at) ? all : []).map((one) => [one.name, one]));
  for (const one of given.values()) stateVariable(service, one);
  return {
    environment: new Map([...given.values()].map(({ name, text, at }) => [name, { text, at }])),
    unresolved: new Map([...given.values()].flatMap(({ name, because }) => (because === undefined ? [] : [[name, because] as const]))),
  };
}

function stateVariable(service: Service, { name, text, at, because, literal }: Given): void {
  const secret = isSecretName(name) && isSecretValue(text);
  if (literal && (secret || hasPlainPassword(text))) state(service, plain_secret, true, at, { subject: name, text: `${name}: ***` });
  if (because !== undefined) service.report.unread({ component: service.name, id: `${service.name}.container.variable[${name}]`, what: name, because, at });
  else state(service, variable, secret ? '***' : masked(text), at, { subject: name, text: shown(name, secret ? '***' : masked(text)) });
}

const imageVariables = ({ report }: Service, image: Image | undefined): readonly Given[] =>
  (image === undefined || !report.spend(image.environment.length) ? [] : image.environment).map((one) => ({ ...one, literal: one.because === undefined }));

function statedVariables(service: Service, node: Node | undefined, { lookup }: Around): readonly Given[] {
  if (node === undefined || isNull(node)) return [];
  if (node.kind === 'text') wrong(service, 'environment', node, 'a list or a mapping');
  return [...namedGroup(node).fields.values()].flatMap(({ key, at, value }): readonly Given[] => {
    if (value.kind !== 'text') {
      service.report.problem({ at: value.at, message: `services.${service.name}.environment.${key}: expected a word, found ${shapeOf(value)}` });
      return [];
    }
    if (isNull(value)) return [inherited(key, at, lookup(key))];
    return [{ name: key, text: value.text, at: value.at, literal: isLiteral(value), ...(value.because === undefined ? {} : { because: value.because }) }];
  });
}

/** A name without a value: that of the surroundings of docker compose. */
const inherited = (name: string, at: Position, value: string | undefined): Given =>
  value === undefined ? { name, text: '', at, literal: false, because: `it is taken from the surroundings, where \${${name}} is not set` } : { name, text: value, at, literal: false };

/** Whether the text stands in the file, if only as a default. */
const isLiteral = ({ written }: Text): boolean => !/\$\{?[A-Za-z_]/.test(written) || /\$\{[A-Za-z_][A-Za-z0-9_]*:?-[^}$]/.test(written) || /:\/\/[^$@/]*:[^$@/]+@/.test(written);

function fileVariables(service: Service, node: Node | undefined, around: Around): readonly Given[] {
  if (node === undefined || isNull(node)) return [];
  return listOf(node.kind === 'group' ? { kind: 'items', at: node.at, items: [node] } : node).items.flatMap((item) => {
    const path = item.kind === 'text' ? item : under(item, 'path');
    if (path?.kind !== 'text') {
      wrong(service, 'env_file', item, 'the path of a file');
      return [];
    }
    const required = under(item, 'required');
    const format = under(item, 'format');
    return variablesIn(service, path, { required: !(required?.kind === 'text' && required.text === 'false'), raw: format?.kind === 'text' && format.text === 'raw' }, around);
  });
}

function variablesIn(service: Service, text: Text, { required, raw }: { readonly required: boolean; readonly raw: boolean }, around: Around): readonly Given[] {
  const path = inTree(service, text, 'env_file', around);
  const file = path === undefined ? undefined : around.tree.file(path);
  if (path === undefined) return [];
  if (file === undefined) {
    if (required) around.absent(service, path, 'env_file', text);
    return [];
  }
  service.report.opened(path);
  const parsed = around.envFile(file, raw ? 'raw' : 'shell', (of, format) => parseDotenv(of, around.lookup, format));
  for (const problem of parsed.problems) service.report.problem(problem);
  if (!service.report.spend(parsed.variables.length, text.at)) return [];
  return parsed.variables.map(({ name, text: value, at, inherited: bare, unset }) =>
    bare ? inherited(name, at, around.lookup(name)) : { name, text: value, at, literal: false, ...(unset.length === 0 ? {} : { because: unsetBecause(unset) }) });
}

