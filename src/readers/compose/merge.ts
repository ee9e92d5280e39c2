import { isNull, shapeOf, under, type Field, type Group, type Items, type Node } from './node.ts';
import { contextGroup, keyGroup, listOf, namedGroup } from './shapes.ts';
import type { Report } from './report.ts';

/** Where a value stands below `services.<name>`, joined by dots; `*` for any name. */
type Place = string;
type Merge = (base: Node, over: Node, place: Place, report: Report) => Node;

const replaced: Merge = (_base, over) => over;
const named: Merge = (base, over, place, report) => mergeGroups(namedGroup(base), namedGroup(over), place, report);
const listed: Merge = (base, over, _place, report) => joined(listOf(base), listOf(over), report);
const asKeys: Merge = (base, over, place, report) => mergeGroups(keyGroup(base), keyGroup(over), place, report);
const build: Merge = (base, over, place, report) => mergeGroups(contextGroup(base), contextGroup(over), place, report);
const logging: Merge = (base, over, place, report) => {
  const [one, other] = [under(base, 'driver'), under(over, 'driver')];
  const same = one?.kind !== 'text' || other?.kind !== 'text' || one.text === other.text;
  return same ? merged(base, over, `${place}.`, report) : over;
};
const limit: Merge = (base, over, place, report) => (base.kind === 'group' && over.kind === 'group' ? mergeGroups(base, over, place, report) : over);
const unique = (key: (node: Node) => string): Merge => (base, over, _place, report) => uniqueBy(joined(listOf(base), listOf(over), report), key);

/** The targets by which later mounts, ports and files replace earlier ones. */
const textIn = (node: Node, ...keys: readonly string[]): string => keys.map((key) => under(node, key)).map((part) => (part?.kind === 'text' ? part.text : '')).join('|');
const word = (node: Node): string => (node.kind === 'text' ? node.text : textIn(node, 'path', 'source', 'target'));
const mountTarget = (node: Node): string => (node.kind === 'text' ? targetOf(node.text) : textIn(node, 'target'));
const targetOf = (volume: string): string => {
  const parts = volume.split(':');
  return parts.length > 1 ? (parts[parts.length - 1]?.startsWith('/') === true || parts.length === 2 ? (parts.at(-1) ?? '') : (parts.at(-2) ?? '')) : volume;
};
const fileTarget = (folder: string) => (node: Node): string => (node.kind === 'text' ? `${folder}/${node.text}` : textIn(node, 'target').replace(/^$/, `${folder}/${textIn(node, 'source')}`));
const port = (node: Node): string => (node.kind === 'text' ? node.text : textIn(node, 'host_ip', 'published', 'target', 'protocol'));
const device = (node: Node): string => (node.kind === 'text' ? (node.text.split(':')[1] ?? node.text) : textIn(node, 'target'));

/** How the values of a service are put together when a later file, or the extending service, states them again. */
const RULES: ReadonlyMap<Place, Merge> = new Map<Place, Merge>([
  ['command', replaced], ['entrypoint', replaced], ['healthcheck.test', replaced],
  ['environment', named], ['labels', named], ['annotations', named], ['sysctls', named], ['build.args', named], ['build.labels', named], ['build.additional_contexts', named], ['deploy.labels', named],
  ['extra_hosts', listed], ['env_file', unique(word)], ['label_file', listed], ['dns', listed], ['dns_search', listed], ['dns_opt', listed], ['tmpfs', listed],
  ['depends_on', asKeys], ['networks', asKeys], ['models', asKeys],
  ['build', build], ['logging', logging], ['ulimits.*', limit],
  ['volumes', unique(mountTarget)], ['devices', unique(device)], ['ports', unique(port)], ['expose', unique(word)],
  ['configs', unique(fileTarget(''))], ['secrets', unique(fileTarget('/run/secrets'))],
  ['cap_add', unique(word)], ['cap_drop', unique(word)], ['profiles', unique(word)], ['links', unique(word)],
]);

const ruleFor = (place: Place): Merge | undefined => RULES.get(place) ?? RULES.get(place.replace(/\.[^.]*$/, '.*'));

/** One service over another: of a later file, or the extending over the extended. */
export const mergedService = (base: Node, over: Node, report: Report): Node => merged(base, over, '', report);

/** A part of a file over the same part of an earlier one. */
function merged(base: Node, over: Node, place: Place, report: Report): Node {
  if (over.tag === '!override' || over.tag === '!reset') return over;
  const rule = ruleFor(place);
  if (rule !== undefined) return rule(base, over, place, report);
  if (isNull(over)) return base;
  if (isNull(base)) return over;
  if (base.kind === 'group' && over.kind === 'group') return mergeGroups(base, over, place, report);
  if (base.kind === 'items' && over.kind === 'items') return joined(base, over, report);
  if (base.kind !== 'text' || over.kind !== 'text') report.problem({ at: over.at, message: `${place === '' ? 'service' : place}: expected ${shapeOf(base)} as in ${base.at.file}:${base.at.line}, found ${shapeOf(over)}` });
  return over;
}

function mergeGroups(base: Group, over: Group, place: Place, report: Report): Group {
  if (!report.spend(over.fields.size + base.fields.size, over.at)) return over;
  const fields = new Map(base.fields);
  for (const [key, field] of over.fields) {
    const earlier = fields.get(key);
    fields.set(key, earlier === undefined ? field : { ...field, value: merged(earlier.value, field.value, place === '' ? key : `${place}.${key}`, report) });
  }
  return { ...base, at: over.at, fields };
}

/** Whole files: each section by name, services by the rules of services, everything else as mappings. */
export function mergedFile(base: Group, over: Group, report: Report): Group {
  const fields = new Map(base.fields);
  for (const [key, field] of over.fields) {
    const earlier = fields.get(key);
    if (earlier === undefined) fields.set(key, field);
    else if (key === 'services') fields.set(key, { ...field, value: mergedServices(earlier.value, field.value, report) });
    else fields.set(key, { ...field, value: merged(earlier.value, field.value, `${key}:`, report) });
  }
  return { ...base, fields };
}

function mergedServices(base: Node, over: Node, report: Report): Node {
  if (base.kind !== 'group' || over.kind !== 'group') return base.kind === 'group' ? base : over;
  if (!report.spend(over.fields.size + base.fields.size, over.at)) return base;
  const fields = new Map(base.fields);
  for (const [key, field] of over.fields) {
    const earlier = fields.get(key);
    fields.set(key, earlier === undefined ? field : { ...earlier, value: mergedService(earlier.value, field.value, report) });
  }
  return { ...base, fields };
}

/** Takes out what `!reset` names, and leaves `!override` as plain values. */
export function settled(node: Node, report: Report): Node {
  if (node.kind === 'text') return node;
  if (node.kind === 'items') return node;
  if (!report.spend(node.fields.size, node.at)) return node;
  const fields = [...node.fields.values()].filter((field) => field.value.tag !== '!reset').map((field): [string, Field] => [field.key, { ...field, value: settled(field.value, report) }]);
  return { ...node, fields: new Map(fields) };
}

/** Two lists one after the other; a word that stands in both is kept once. */
function joined(base: Items, over: Items, report: Report): Items {
  if (!report.spend(over.items.length + base.items.length, over.at)) return over;
  const words = new Set(base.items.flatMap((item) => (item.kind === 'text' ? [item.text] : [])));
  return { ...base, items: [...base.items, ...over.items.filter((item) => item.kind !== 'text' || !words.has(item.text))] };
}

/** The last of those with the same key, at the place of the first. */
function uniqueBy(list: Items, key: (node: Node) => string): Items {
  const items = new Map<string, Node>();
  for (const item of list.items) items.set(key(item), item);
  return { ...list, items: [...items.values()] };
}
