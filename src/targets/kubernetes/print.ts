import { printYaml } from '../../formats/yaml-print.ts';
import type { Manifest } from './plain-object.ts';

/** The text of a file of manifests: the header, then each object. */
export const print = (header: readonly string[], manifests: readonly Manifest[]): string => `${comment(header)}${manifests.map(printYaml).join('---\n')}`;

/** Lines of a comment. */
export const comment = (lines: readonly string[]): string => lines.map((line) => `${`# ${line}`.trimEnd()}\n`).join('');
