import type { Lookup } from '../../formats/interpolate.ts';
import { parseDotenv } from '../../formats/dotenv.ts';
import { folderOf, pathFrom } from '../../model/source.ts';
import { quoted } from '../../model/quote.ts';
import { documentsOf, pathIn, type Loading } from './documents.ts';
import { extended } from './extends.ts';
import { isNull, shapeOf, under, type Field, type Group, type Node } from './node.ts';
import { listOf, textsOf } from './shapes.ts';
import { mergedFile } from './merge.ts';

/** A file that includes itself, or a chain of this length, is no configuration. */
const DEEPEST = 12;
const NOTHING: Group = { kind: 'group', at: { file: '', line: 1, column: 1 }, fields: new Map() };

/** The files of a project as one: variables replaced, `include` and `extends` followed, later files over earlier ones. */
export function loadProject(paths: readonly string[], loading: Loading): Group {
  const documents = paths.flatMap((path) => documentsOf(path, loading));
  return documents.reduce((before, document) => mergedFile(before, extended(included(document, loading), loading), loading.report), NOTHING);
}

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
  const own = files.length > 0 ? files : usual !== undefined && tree.file(usual) !== undefined ? [usual] : [];
  const lookup = own.reduce((around, path) => withFile(path, around, loading), loading.lookup);
  return [loadProject(paths, { ...loading, folder: directory, lookup, included: [...loading.included, first] })];
}

/** What is set around, then what an env file sets. */
export function withFile(path: string, around: Lookup, { tree, report }: Pick<Loading, 'tree' | 'report'>): Lookup {
  const file = tree.file(path);
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
