import type { Stack } from './stack.ts';

/** One file of a rendered stack: its path inside the output folder, with `/`, and its text. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
}

/** One who may log in, and the path of the secret that is the password. */
export interface SecretUser {
  readonly role: string;
  readonly password: string;
}

/**
 * A secret that a rendered file refers to. It is never rendered: the command line creates it once,
 * outside version control, when it is missing: a random password, or PgBouncer's list of users, which repeats others.
 */
export interface SecretFile {
  readonly path: string;
  readonly text: 'random' | readonly SecretUser[];
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
