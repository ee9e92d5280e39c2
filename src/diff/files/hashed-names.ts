import { grouped } from '../../model/grouped.ts';
import type { RenderedFile } from '../../model/target.ts';

/** An object of Kubernetes that goes by another name because its content is another. */
export interface ObjectRename {
  readonly from: string;
  readonly to: string;
}

// Ten digits of a hash at the end: hexadecimal as rendered here, or in the letters that kustomize takes.
const HASHED = /^([a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)-(?:[0-9a-f]{10}|[2456789bcdfghkmt]{10})$/;

/** A name without the hash of its content. */
export const baseOf = (name: string): string => HASHED.exec(name)?.[1] ?? name;

const HOLDS_CONTENT = /^kind: *(?:ConfigMap|Secret) *$/m;
const NAME = /^ {2,4}name: *["']?([-a-z0-9.]+)["']? *$/m;

/** The ConfigMaps and Secrets whose name ends in a hash of their content, and differs between two sides. */
export function objectRenames(before: readonly RenderedFile[], after: readonly RenderedFile[]): readonly ObjectRename[] {
  const [earlier, later] = [hashedNames(before), hashedNames(after)];
  return [...earlier].flatMap(([base, from]) => {
    const to = later.get(base);
    return to === undefined || to === from ? [] : [{ from, to }];
  });
}

/** Their names by what stands before the hash; where two share that, nobody knows which became which. */
function hashedNames(files: readonly RenderedFile[]): ReadonlyMap<string, string> {
  const names = files.flatMap(({ path, text }) => (/\.ya?ml$/.test(path) ? text.split(/^---.*$/m).flatMap(nameIn) : []));
  return new Map([...grouped(names, baseOf)].flatMap(([base, [name, twin]]) => (name === undefined || twin !== undefined ? [] : [[base, name] as const])));
}

function nameIn(document: string): readonly string[] {
  const name = HOLDS_CONTENT.test(document) ? NAME.exec(document)?.[1] : undefined;
  return name !== undefined && HASHED.test(name) ? [name] : [];
}

/** A text of the first side under the names of the second, and which of them it has. */
export function underNewNames(text: string, renames: readonly ObjectRename[]): { readonly text: string; readonly renames: readonly ObjectRename[] } {
  const used = renames.filter(({ from }) => text.includes(from));
  return { text: used.reduce((named, { from, to }) => named.replaceAll(from, to), text), renames: used };
}
