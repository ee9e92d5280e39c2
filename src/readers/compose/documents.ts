import type { ComposeSource } from '../../formats/compose-file.ts';
import type { Lookup } from '../../formats/interpolate.ts';
import { parseDocuments } from '../../formats/yaml-tree.ts';
import { quoted } from '../../model/quote.ts';
import { pathFrom, positionIn, type SourceTree } from '../../model/source.ts';
import { nodesOf, shapeOf, type Group, type Text } from './node.ts';
import type { Report } from './report.ts';

/** What the files of a project are read with. */
export interface Loading {
  readonly tree: SourceTree;
  /** Folder that relative paths begin at. */
  readonly folder: string | undefined;
  readonly lookup: Lookup;
  readonly report: Report;
  /** Files that include this one, itself counted. */
  readonly included: readonly string[];
  /** The files as they were written, in the order of reading. */
  readonly sources: ComposeSource[];
}

/** The documents of a file: mappings. */
export function documentsOf(path: string, { tree, folder, lookup, report, sources }: Loading): readonly Group[] {
  const file = tree.file(path);
  if (file === undefined) {
    report.problem({ at: { file: path, line: 0, column: 0 }, message: refusal(tree, path) });
    return [];
  }
  const { documents, flaws } = parseDocuments(file.text);
  if (!sources.some((source) => source.file.path === path)) {
    report.opened(path);
    for (const flaw of flaws) report.problem({ at: positionIn(file, flaw.at.line, flaw.at.column), message: flaw.message, ...(flaw.hint === undefined ? {} : { hint: flaw.hint }) });
    sources.push(...documents.map((document) => ({ file, tree: document })));
  }
  return documents.flatMap((document) => {
    const node = nodesOf(document, { file, folder, lookup, report });
    if (node.kind === 'group') return report.spend(node.fields.size, node.at) ? [node] : [];
    report.problem({ at: node.at, message: `expected a mapping with services, found ${shapeOf(node)}` });
    return [];
  });
}

/** Why a file is not read. */
const refusal = (tree: SourceTree, path: string): string => `${quoted(path)} is not read: ${tree.refused.get(path) ?? 'there is no such file'}`;

/** The path of a Compose file that another names; none where it cannot be read, which is said. */
export function pathIn(text: Text, { tree, folder, report }: Pick<Loading, 'tree' | 'folder' | 'report'>, key: string): readonly string[] {
  const path = folder === undefined ? undefined : pathFrom(folder, text.text);
  if (text.because !== undefined) report.unread({ what: `${key}: ${text.text}`, because: text.because, at: text.at });
  else if (/^(?:https?:|git@|oci:|git:|ssh:)/.test(text.text)) report.unread({ what: `${key}: ${text.text}`, because: 'it lies elsewhere', at: text.at });
  else if (path === undefined) report.unread({ what: `${key}: ${text.text}`, because: 'outside of what was given', at: text.at });
  else if (tree.file(path) === undefined) report.problem({ at: text.at, message: `${key}: ${refusal(tree, path)}` });
  else return [path];
  return [];
}
