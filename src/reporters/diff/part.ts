import type { FileChange } from '../../diff/files.ts';
import type { FindingJson } from '../findings.ts';
import type { Section } from './view.ts';

/** A column: its heading, and what it holds: words of files and settings, our own, sentences of ours, something to type. */
export interface Column {
  readonly name: string;
  readonly holds: 'code' | 'prose' | 'number' | 'sentence' | 'command';
}

/** A part of what is told of a comparison, in the same words in every format. */
export type Part =
  | { readonly is: 'table'; readonly section: Section | 'structure'; readonly title: string; readonly note?: string; /** What it says, in a few words, for who does not open it. */ readonly brief?: string; readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[]; /** What a row is. */ readonly row: string; /** Only for who wants all of it. */ readonly secondary?: true }
  | { readonly is: 'findings'; readonly title: string; readonly happened: 'appeared' | 'vanished'; readonly findings: readonly FindingJson[] }
  | { readonly is: 'files'; readonly title: string; readonly files: readonly FileChange[] };

/** The columns that any row fills, with their place. */
export const filledOf = (columns: readonly Column[], rows: readonly (readonly string[])[]): readonly { readonly column: Column; readonly i: number }[] =>
  columns.flatMap((column, i) => (rows.some((row) => (row[i] ?? '') !== '') ? [{ column, i }] : []));
