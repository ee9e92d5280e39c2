import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Handlebars from 'handlebars';

/** Templates are structure only: no unknown name, no escaping, no helper beyond the built-in blocks. */
const OPTIONS = { strict: true, noEscape: true, knownHelpersOnly: true };

/** The partials that a template names, in order of appearance. */
function partialsOf(source, file) {
  const names = new Set();
  const inline = new Set();
  const visitor = new Handlebars.Visitor();
  const note = (node) => {
    if (node.name.type !== 'PathExpression') throw new Error(`${file}:${node.loc.start.line}: a partial is named literally`);
    names.add(node.name.original);
  };
  visitor.PartialStatement = function (node) { note(node); Handlebars.Visitor.prototype.PartialStatement.call(this, node); };
  visitor.PartialBlockStatement = function (node) { note(node); Handlebars.Visitor.prototype.PartialBlockStatement.call(this, node); };
  visitor.DecoratorBlock = function (node) { inline.add(node.params[0]?.value); Handlebars.Visitor.prototype.DecoratorBlock.call(this, node); };
  visitor.accept(Handlebars.parse(source));
  return [...names].filter((name) => name !== '@partial-block' && !inline.has(name));
}

/** The JavaScript module that a template becomes: its precompiled spec, and its partials (`_name.hbs` beside it). */
export function templateModule(file) {
  const source = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  const names = partialsOf(source, file);
  const imports = names.map((name, index) => `import partial${index} from ${JSON.stringify(`./_${name}.hbs`)};`);
  const partials = names.map((name, index) => `${JSON.stringify(name)}: partial${index}`);
  const spec = Handlebars.precompile(source, { ...OPTIONS, srcName: undefined });
  // The partials are a function, so that two that name each other can be loaded.
  return `${imports.join('\n')}\nexport default { name: ${JSON.stringify(basename(file))}, spec: ${spec}, partials: () => ({ ${partials.join(', ')} }) };\n`;
}

/** Lets esbuild import `*.hbs`. */
export const esbuildTemplates = {
  name: 'templates',
  setup(build) {
    build.onLoad({ filter: /\.hbs$/ }, ({ path }) => ({ contents: templateModule(path), loader: 'js', resolveDir: dirname(path), watchFiles: [path] }));
  },
};

/** Lets vitest import `*.hbs`. */
export const viteTemplates = {
  name: 'templates',
  enforce: 'pre',
  resolveId(source, importer) {
    return source.endsWith('.hbs') && importer && source.startsWith('.') ? join(dirname(importer), source) : null;
  },
  load(id) {
    return id.endsWith('.hbs') ? { code: templateModule(id), map: null } : null;
  },
};
