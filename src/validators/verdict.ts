import type { Position } from '../model/entry.ts';

/** What a real server or checker says of a file of the stack. */
export interface ToolVerdict {
  /** `nginx`, `postgres`, `docker compose`. */
  readonly tool: string;
  readonly outcome: 'passed' | 'failed' | 'absent';
  /** Version of the tool that was asked. */
  readonly version?: string;
  /** The file that it was asked about. */
  readonly subject?: string;
  /** Its message, or why it could not be asked. */
  readonly because?: string;
  readonly at?: Position;
  /** The stack does not say which version it runs: another one may take what this one refuses. */
  readonly doubtful?: true;
}
