import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../servers/tools.ts';

/** Where kubernetes-validate keeps the schemas of each Kubernetes version, in a folder such as v1.37.0-local-strict. */
function everySchema(): string {
  const tool = join(requireTool('kubernetes-validate').path, '..', '..', 'lib');
  const python = readdirSync(tool).find((name) => name.startsWith('python')) ?? '';
  return join(tool, python, 'site-packages', 'kubernetes_validate', 'kubernetes-json-schema');
}

const minorOf = (release: string): number => Number(release.split('.')[1]);

/** The Kubernetes releases that there are schemas of, from 1.27.0 on, oldest first. */
export const kubernetesReleases = (): readonly string[] => readdirSync(everySchema())
  .flatMap((name) => /^v(.*)-local-strict$/.exec(name)?.slice(1) ?? [])
  .filter((release) => minorOf(release) >= 27)
  .sort((a, b) => minorOf(a) - minorOf(b));

/** Strict schemas of kinds (`deployment-apps-v1`) of a release, the newest unless it is named, copied to a folder; gives the `-schema-location` of kubeconform. Kinds without a schema are left out. */
export function schemasFor(kinds: readonly string[], folder: string, release = kubernetesReleases().at(-1) ?? ''): string {
  for (const name of ['_definitions', ...kinds]) {
    const path = join(everySchema(), `v${release}-local-strict`, `${name}.json`);
    if (!existsSync(path)) continue;
    const { $id: _id, $schema: _schema, ...schema } = JSON.parse(readFileSync(path, 'utf8').replaceAll('"/api/_definitions.json', '"_definitions.json'));
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(schema));
  }
  return `${folder}/{{ .ResourceKind }}{{ .KindSuffix }}.json`;
}
