import { readFileSync } from 'node:fs';
import { makeSandbox } from '../servers/sandbox.ts';
import { kubernetesReleases, schemasFor } from '../validate/kubernetes-schemas.ts';

/** Calls `use` with a `-schema-location` of kubeconform that holds the kinds of the files, as a release has them. */
export async function withSchemas<T>(files: readonly string[], release: string, use: (location: string) => Promise<T>): Promise<T> {
  const sandbox = makeSandbox('schemas');
  try {
    return await use(schemasFor(kindsIn(files), sandbox.folder, release));
  } finally {
    sandbox.remove();
  }
}

/** The newest release that there are schemas of. */
export const newestRelease = (): string => kubernetesReleases().at(-1) ?? '';

/** The kinds of the objects in files, as schemas are named: `deployment-apps-v1`, `service-v1`. */
function kindsIn(files: readonly string[]): readonly string[] {
  const objects = files.flatMap((file) => readFileSync(file, 'utf8').split(/^---$/m));
  return [...new Set(objects.map((object) => {
    const [, group = '', version = ''] = /^apiVersion: (?:([^./\s]+)[^/\s]*\/)?(\S+)$/m.exec(object) ?? [];
    const [, kind = ''] = /^kind: (\S+)$/m.exec(object) ?? [];
    return [kind.toLowerCase(), group, version].filter((part) => part !== '').join('-');
  }))];
}
