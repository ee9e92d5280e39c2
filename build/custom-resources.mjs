// Makes src/settings/custom-resources.json of the CustomResourceDefinitions of operators, in the compact form of
// kubernetes-schema.json: node build/custom-resources.mjs 'CloudNativePG 1.29.0=path/to/crds' 'Gateway API 1.7.0=path/to/crd.yaml' ...
//
// A definition is one text: `name!:type` for each field. Beside the types of kubernetes-schema.py there are <a|b>, one of
// these words, and i1..65535, a whole number of that range. Parts that are alike are one definition, named ~ and a number.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const QUANTITY = '^(\\+|-)?(([0-9]+';
const WORD = /^[^\s|<>:!]*$/;
const kinds = {};
const origins = {};
const definitions = {};
const names = new Map();

for (const argument of process.argv.slice(2)) {
  const [origin, path] = argument.split(/=(.*)/s);
  for (const file of filesOf(path)) {
    for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
      const crd = document.toJS();
      if (crd?.kind === 'CustomResourceDefinition') add(crd.spec, origin);
    }
  }
}

const table = {
  source: 'the CustomResourceDefinitions of the operators named in origins (all Apache-2.0), descriptions left out; see build/custom-resources.mjs',
  kinds: sorted(kinds),
  origins: sorted(origins),
  definitions,
};
writeFileSync(new URL('../src/settings/custom-resources.json', import.meta.url), `${JSON.stringify(table, undefined, 1).replace(/^ +/gm, '')}\n`);

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).filter((name) => name.endsWith('.yaml')).sort().map((name) => join(path, name));
}

function add({ group, names: { kind }, versions }, origin) {
  for (const version of versions) {
    if (!version.served) continue;
    const root = version.schema.openAPIV3Schema;
    const properties = { ...root.properties, apiVersion: { type: 'string' }, kind: { type: 'string' } };
    kinds[`${group}/${version.name}/${kind}`] = define({ ...root, properties }, { metadata: 'meta.v1.ObjectMeta', status: '*' });
    origins[`${group}/${version.name}`] = origin;
  }
}

function define(schema, known = {}) {
  const needed = new Set((schema.required ?? []).filter((name) => schema.properties[name]?.default === undefined));
  const text = Object.entries(schema.properties).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => `${name}${needed.has(name) ? '!' : ''}:${known[name] ?? typeOf(field)}`).join(' ');
  if (!names.has(text)) {
    names.set(text, `~${names.size}`);
    definitions[names.get(text)] = text;
  }
  return names.get(text);
}

function typeOf(schema) {
  if (schema['x-kubernetes-preserve-unknown-fields'] || schema['x-kubernetes-embedded-resource']) return '*';
  if (schema['x-kubernetes-int-or-string'] || schema.anyOf?.some(({ type }) => type === 'integer')) return schema.pattern?.startsWith(QUANTITY) ? 'q' : 'x';
  switch (schema.type) {
    case 'array': return `[${typeOf(schema.items)}]`;
    case 'object': return schema.properties ? define(schema) : schema.additionalProperties ? `{${typeOf(schema.additionalProperties)}}` : '*';
    case 'string': return schema.enum?.every((word) => WORD.test(word)) ? `<${schema.enum.join('|')}>` : 's';
    case 'integer': return `i${range(schema)}`;
    case 'number': return `n${range(schema)}`;
    case 'boolean': return 'b';
    default: return '*';
  }
}

function range({ minimum, maximum }) {
  return minimum === undefined && maximum === undefined ? '' : `${minimum ?? ''}..${maximum ?? ''}`;
}

function sorted(record) {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
