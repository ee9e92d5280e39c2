import type { Style } from '../reporters/style.ts';

/** What a command sees of the world: where it runs, and where its words go. */
export interface Terminal {
  readonly cwd: string;
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress, notes and problems. */
  readonly err: (text: string) => void;
  /** What is being done, where somebody watches and it takes long. */
  readonly progress?: (text: string) => void;
  readonly outStyle: Style;
  readonly errStyle: Style;
}

/** The ways to print a result. */
export type Format = 'text' | 'json' | 'markdown';

/** 0: clean; 1: findings, differences or missed targets; 2: wrong use or unreadable input; 3: a failure of ours; 130: interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** A result as JSON text. */
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Lines as text. */
export const lines = (all: readonly string[]): string => (all.length === 0 ? '' : `${all.join('\n')}\n`);
