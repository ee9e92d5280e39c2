import type { Stack } from './stack.ts';

/** One file of a rendered stack: its path inside the output folder, with `/`, and its text. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
}

/**
 * A secret that a rendered file refers to. It is never rendered: the command line creates it once,
 * outside version control, when it is missing. `text` may use other secrets by their paths.
 */
export interface SecretFile {
  readonly path: string;
  readonly text: 'random' | ((secret: (path: string) => string) => string);
}

/** One format of a stack. */
export interface Target {
  readonly name: string;
  /** One sentence: what it renders. */
  readonly about: string;
  readonly render: (plan: Stack) => Promise<readonly RenderedFile[]>;
  /** The secrets that its files refer to. */
  readonly secrets?: (plan: Stack) => readonly SecretFile[];
}
