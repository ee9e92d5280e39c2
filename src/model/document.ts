import { grouped } from './grouped.ts';
import { perObject } from './per-object.ts';

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

/** A stack is asked for its files by every check. */
const indexed = perObject((documents: readonly Document[]) => grouped(documents, ({ component }) => component));

/** The files of a format that belong to a component. */
export const documentsOf = <T>(documents: readonly Document[] | undefined, component: string, format: Format<T>): readonly Document<T>[] =>
  (documents === undefined ? [] : (indexed(documents).get(component) ?? [])).filter((document): document is Document<T> => document.format.name === format.name);
