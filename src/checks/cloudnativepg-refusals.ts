import { countAt, listAt, objectTitle, pairsAt, scalarAt, type KubernetesObject, type Node, type TextNode } from '../formats/kubernetes-object.ts';
import { quantityBytes } from '../formats/kubernetes-quantity.ts';
import { readParameter } from '../formats/postgres-read.ts';
import type { Breach } from '../model/check.ts';
import type { Setting } from '../model/setting.ts';
import { FIXED_PARAMETERS, FIXED_VALUES, POOLER_PARAMETERS } from '../settings/cloudnativepg-fixed.ts';
import * as pg from '../settings/postgres.ts';

/** Roles that the operator makes for itself. */
const RESERVED: readonly string[] = ['postgres', 'streaming_replica'];

/** What the webhook of CloudNativePG refuses of an object though its schema allows it. */
export function refusalsOf(object: KubernetesObject): readonly Breach[] {
  if (!object.apiVersion.startsWith('postgresql.cnpg.io/')) return [];
  if (object.kind === 'Pooler') return poolerRefusals(object);
  return object.kind === 'Cluster' ? [...fixed(object), ...sizes(object), ...standbys(object), ...roles(object)] : [];
}

const breach = (object: KubernetesObject, said: string, { at }: Pick<Node, 'at'>): Breach => ({ message: `${objectTitle(object)}: ${said}`, at });

const poolerRefusals = (object: KubernetesObject): readonly Breach[] =>
  pairsAt(object.tree, 'spec', 'pgbouncer', 'parameters').filter(({ key }) => !POOLER_PARAMETERS.has(key)).map(({ key, value }) => breach(object, `a Pooler takes no ${key}`, value));

const fixed = (object: KubernetesObject): readonly Breach[] =>
  pairsAt(object.tree, 'spec', 'postgresql', 'parameters').flatMap(({ key, value }) => {
    const own = Object.hasOwn(FIXED_VALUES, key) ? FIXED_VALUES[key] : undefined;
    if (!FIXED_PARAMETERS.has(key) || (value.kind === 'scalar' && value.text === own)) return [];
    const instead = key === 'shared_preload_libraries' ? '; the libraries have a field of their own, postgresql.shared_preload_libraries' : '';
    return [breach(object, `the operator sets ${key} itself${instead}`, value)];
  });

const parameter = (object: KubernetesObject, name: string): TextNode | undefined => scalarAt(object.tree, 'spec', 'postgresql', 'parameters', name);

/** Bytes of a parameter, where it is stated and can be read. */
function bytesOf(setting: Setting, node: TextNode | undefined): number | undefined {
  const read = node === undefined ? undefined : readParameter(setting, node.text);
  return read?.ok === true && typeof read.value === 'number' ? read.value : undefined;
}

/** min_wal_size < max_wal_size < the volume of the log. */
function sizes(object: KubernetesObject): readonly Breach[] {
  const [min, max, volume] = [parameter(object, 'min_wal_size'), parameter(object, 'max_wal_size'), scalarAt(object.tree, 'spec', 'walStorage', 'size')];
  const [least, most, room] = [bytesOf(pg.min_wal_size, min), bytesOf(pg.max_wal_size, max), quantityBytes(volume?.text ?? '')];
  return [
    ...(min !== undefined && max !== undefined && least !== undefined && most !== undefined && least >= most ? [breach(object, `min_wal_size ${min.text} is not below max_wal_size ${max.text}`, min)] : []),
    ...(max !== undefined && volume !== undefined && most !== undefined && room !== undefined && most >= room ? [breach(object, `max_wal_size ${max.text} is not below the ${volume.text} of walStorage`, max)] : []),
  ];
}

function standbys(object: KubernetesObject): readonly Breach[] {
  const instances = countAt(object.tree, 'spec', 'instances')?.value ?? 1;
  const [number, level] = [countAt(object.tree, 'spec', 'postgresql', 'synchronous', 'number'), parameter(object, 'wal_level')];
  const others = ['standbyNamesPre', 'standbyNamesPost'].flatMap((key) => listAt(object.tree, 'spec', 'postgresql', 'synchronous', key)).length;
  return [
    ...(number !== undefined && number.value >= instances + others ? [breach(object, `commits wait for ${number.value} standbys, and there are ${instances + others - 1}`, number.node)] : []),
    ...(level?.text === 'minimal' && instances > 1 ? [breach(object, `with wal_level minimal ${instances} instances cannot follow each other`, level)] : []),
  ];
}

function roles(object: KubernetesObject): readonly Breach[] {
  const names = listAt(object.tree, 'spec', 'managed', 'roles').flatMap((role) => scalarAt(role, 'name') ?? []);
  return names.flatMap((name, index) => {
    if (RESERVED.includes(name.text)) return [breach(object, `the role ${name.text} is the operator's own`, name)];
    return names.findIndex(({ text }) => text === name.text) < index ? [breach(object, `the role ${name.text} is managed twice`, name)] : [];
  });
}
