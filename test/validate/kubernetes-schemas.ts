import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../servers/tools.ts';

/** Copies the schemas of kubernetes-validate to where kubeconform can read them (without an id their references are files), and gives the location to name. */
export function schemasFor(kinds: readonly string[], folder: string): string {
  const tool = join(requireTool('kubernetes-validate').path, '..', '..', 'lib');
  const python = readdirSync(tool).find((name) => name.startsWith('python')) ?? '';
  const all = join(tool, python, 'site-packages', 'kubernetes_validate', 'kubernetes-json-schema');
  const newest = readdirSync(all).filter((name) => name.endsWith('-strict')).sort().at(-1) ?? '';
  for (const name of ['_definitions', ...kinds]) {
    const { $id: _id, $schema: _schema, ...schema } = JSON.parse(readFileSync(join(all, newest, `${name}.json`), 'utf8').replaceAll('"/api/_definitions.json', '"_definitions.json'));
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(schema));
  }
  return `${folder}/{{ .ResourceKind }}{{ .KindSuffix }}.json`;
}
