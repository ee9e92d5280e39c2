import type { Position } from '../model/entry.ts';
import type { Mark, Mapping } from '../formats/yaml-tree.ts';

/** One source of statements: a profile's file, or one `--set`. */
export interface Source {
  /** How entries name it; the same wherever the program was started. */
  readonly label: string;
  /** How messages name it: the path as reachable from the working directory. */
  readonly shown: string;
  /** The profile's name where the file states none. */
  readonly name: string;
  readonly tree: Mapping;
}

/** A place in one of several sources. */
export interface Place {
  readonly source: Source;
  readonly at: Mark;
}

/** The place as entries keep it. */
export const positionOf = ({ source, at }: Place): Position => ({ file: source.label, ...at });
/** The place as messages show it. */
export const shownAt = ({ source, at }: Place): Position => ({ file: source.shown, ...at });
/** "line 4", or the file where it is another one. */
export const mention = (place: Place, from: Source): string =>
  place.source === from ? `line ${place.at.line}` : `${place.source.shown}${place.at.line > 0 ? `:${place.at.line}` : ''}`;
