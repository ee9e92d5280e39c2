import { grouped } from './grouped.ts';

/** A format whose files are kept as they were understood: the type of their content, and its name. */
export interface Format<T> {
  readonly name: string;
  /** Only a type: what the content of such a file is. */
  readonly content?: T;
}

/** One file of a component, as its format understands it. */
export interface Document<T = unknown> {
  readonly format: Format<T>;
  readonly component: string;
  /** Path of the file. */
  readonly file: string;
  readonly content: T;
}

const byComponent = new WeakMap<readonly Document[], ReadonlyMap<string, readonly Document[]>>();

/** A stack is asked for its files by every check: sorted by component once. */
function indexed(documents: readonly Document[]): ReadonlyMap<string, readonly Document[]> {
  const known = byComponent.get(documents);
  if (known !== undefined) return known;
  const lists = grouped(documents, ({ component }) => component);
  byComponent.set(documents, lists);
  return lists;
}

/** The files of a format that belong to a component. */
export const documentsOf = <T>(documents: readonly Document[] | undefined, component: string, format: Format<T>): readonly Document<T>[] =>
  (documents === undefined ? [] : (indexed(documents).get(component) ?? [])).filter((document): document is Document<T> => document.format.name === format.name);
