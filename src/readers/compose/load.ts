import type { ComposeSource } from '../../formats/compose-file.ts';
import type { Lookup } from '../../formats/interpolate.ts';
import { parseDotenv } from '../../formats/dotenv.ts';
import { parseDocuments } from '../../formats/yaml-tree.ts';
import { positionIn, folderOf, pathFrom, type SourceFile, type SourceTree } from '../../model/source.ts';
import { quoted } from '../../model/quote.ts';
import { extended } from './extends.ts';
import { isNull, nodesOf, shapeOf, under, type Field, type Group, type Node, type Text } from './node.ts';
import { listOf, textsOf } from './shapes.ts';
import { mergedFile } from './merge.ts';
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

/** A file that includes itself, or a chain of this length, is no configuration. */
const DEEPEST = 12;
const NOTHING: Group = { kind: 'group', at: { file: '', line: 1, column: 1 }, fields: new Map() };

/** The files of a project as one: variables replaced, `include` and `extends` followed, later files over earlier ones. */
export function loadProject(paths: readonly string[], loading: Loading): Group {
  return paths.reduce((model, path) => documentsOf(path, loading).reduce((before, document) => mergedFile(before, extended(included(document, loading), loading), loading.report), model), NOTHING);
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

const refusal = (tree: SourceTree, path: string): string => `${quoted(path)} is not read: ${tree.refused.get(path) ?? 'there is no such file'}`;

/** The document with what it includes below it. */
function included(document: Group, loading: Loading): Group {
  const include = under(document, 'include');
  if (include === undefined || isNull(include)) return document;
  if (include.kind !== 'items') loading.report.problem({ at: include.at, message: `include: expected a list, found ${shapeOf(include)}` });
  const models = listOf(include).items.flatMap((item) => includedModel(item, loading));
  const fields = new Map([...document.fields].filter(([key]) => key !== 'include'));
  return mergedFile(models.reduce((before, model) => mergedFile(before, model, loading.report), NOTHING), { ...document, fields }, loading.report);
}

function includedModel(item: Node, loading: Loading): readonly Group[] {
  const { report, tree, folder } = loading;
  const stated = textsOf(item.kind === 'text' ? item : under(item, 'path'));
  const paths = stated.flatMap((text) => pathIn(text, loading, 'include'));
  const [first] = paths;
  if (first === undefined) return [];
  if (loading.included.includes(first) || loading.included.length >= DEEPEST) {
    report.problem({ at: item.at, message: `include: ${quoted(first)} includes itself: ${[...loading.included, first].slice(-4).join(' > ')}` });
    return [];
  }
  if (!report.spend(1000, item.at)) return [];
  const stating = under(item, 'project_directory');
  const directory = stating?.kind === 'text' && folder !== undefined ? pathFrom(folder, stating.text) : folderOf(first);
  const files = textsOf(under(item, 'env_file')).flatMap((text) => pathIn(text, loading, 'env_file'));
  const usual = directory === undefined ? undefined : pathFrom(directory, '.env');
  const lookup = [...(files.length > 0 ? files : usual !== undefined && tree.file(usual) !== undefined ? [usual] : [])].reduce((around, path) => withFile(path, around, loading), loading.lookup);
  return [loadProject(paths, { ...loading, folder: directory, lookup, included: [...loading.included, first] })];
}

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

/** What is set around, then what an env file sets. */
export function withFile(path: string, around: Lookup, { tree, report }: Pick<Loading, 'tree' | 'report'>): Lookup {
  const file: SourceFile | undefined = tree.file(path);
  if (file === undefined) return around;
  const { variables, problems } = parseDotenv(file, around);
  report.opened(path);
  for (const problem of problems) report.problem(problem);
  // A value that needs a variable which is not set is not known.
  const values = new Map(variables.filter((variable) => !variable.inherited && variable.unset.length === 0).map(({ name, text }) => [name, text]));
  return (name) => around(name) ?? values.get(name);
}

/** A section of the model by name. */
export const sectionOf = (model: Group, name: string): ReadonlyMap<string, Field> => {
  const section = under(model, name);
  return section?.kind === 'group' ? section.fields : new Map<string, Field>();
};
