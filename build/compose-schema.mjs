// Makes src/formats/compose-schema.json of the Compose Specification's JSON schema (compose-spec.json of the Go module
// github.com/compose-spec/compose-go/v2, Apache-2.0): node build/compose-schema.mjs path/to/compose-spec.json v2.16.2
import { readFileSync, writeFileSync } from 'node:fs';

const [path, version] = process.argv.slice(2);
const schema = JSON.parse(readFileSync(path, 'utf8'));
const SCALARS = ['string', 'number', 'integer', 'boolean', 'null'];
const shapes = {};

/** A schema as one shape: `is` its scalar types, `keys`, `rest` and `need` of its mapping, `list` of its items; `like` other shapes. */
function shapeOf(node, place) {
  if (node.$ref) return named(node.$ref.split('/').at(-1));
  const shape = {};
  const add = (part) => {
    for (const [key, value] of Object.entries(typeof part === 'string' ? shapes[part] : part)) {
      if (key === 'is') shape.is = [...new Set([...(shape.is ?? '').split(' ').filter(Boolean), ...value.split(' ')])].join(' ');
      else if (key === 'keys') shape.keys = { ...shape.keys, ...value };
      else if (shape[key] === undefined) shape[key] = value;
      // Alternatives that each need another key: none of them is needed.
      else if (key === 'need') delete shape.need;
      else if (JSON.stringify(shape[key]) !== JSON.stringify(value)) throw new Error(`${place}: two shapes of ${key}`);
    }
  };
  if (node.allOf) shape.like = node.allOf.map((part) => shapeOf(part, place));
  for (const part of [...(node.oneOf ?? []), ...(node.anyOf ?? [])]) add(shapeOf(part, place));
  const types = [node.type ?? []].flat();
  const scalars = types.filter((type) => SCALARS.includes(type));
  if (scalars.length > 0) add({ is: scalars.join(' ') });
  if (node.enum) add({ words: node.enum.filter((word) => typeof word === 'string') });
  if (types.includes('array')) add({ list: node.items ? shapeOf(node.items, `${place}[]`) : {} });
  if (node.properties) add({ keys: Object.fromEntries(Object.entries(node.properties).map(([key, value]) => [key, shapeOf(value, `${place}.${key}`)])) });
  if (node.required) add({ need: node.required });
  const others = Object.entries(node.patternProperties ?? {}).filter(([pattern]) => pattern !== '^x-');
  if (others.length > 1) throw new Error(`${place}: several patterns`);
  const open = typeof node.additionalProperties === 'object' ? node.additionalProperties : others[0]?.[1];
  if (open) add({ rest: shapeOf(open, `${place}.*`) });
  else if (types.includes('object') && node.additionalProperties !== false && node.unevaluatedProperties !== false && !node.properties) add({ rest: {} });
  return shape;
}

function named(name) {
  if (shapes[name] === undefined) {
    shapes[name] = {};
    shapes[name] = shapeOf(schema.$defs[name], name);
  }
  return name;
}

shapes.project = shapeOf(schema, 'project');
const origin = `compose-spec.json of github.com/compose-spec/compose-go/v2 ${version}, Apache-2.0, The Compose Specification Authors; descriptions left out`;
const lines = Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, shape]) => `${JSON.stringify(name)}: ${JSON.stringify(shape)}`);
writeFileSync(new URL('../src/formats/compose-schema.json', import.meta.url), `{"origin": ${JSON.stringify(origin)}, "shapes": {\n${lines.join(',\n')}\n}}\n`);
