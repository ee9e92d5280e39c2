import { readFileSync } from 'node:fs';

/** The JavaScript module that a JSON file becomes: it is parsed when the first of its keys is asked for. */
function tableModule(file) {
  const table = JSON.parse(readFileSync(file, 'utf8'));
  const getters = Object.keys(table).map((key) => `get ${JSON.stringify(key)}() { return read()[${JSON.stringify(key)}]; }`);
  return `let table; const read = () => table ??= JSON.parse(${JSON.stringify(JSON.stringify(table))}); export default { ${getters.join(', ')} };`;
}

/** Lets esbuild bundle the project's large tables as text: most commands ask for few of them. */
export const esbuildTables = {
  name: 'tables',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/](?:settings|formats)[\\/][a-z-]+\.json$/ }, ({ path }) => ({ contents: tableModule(path), loader: 'js', watchFiles: [path] }));
  },
};
