import type { Format } from '../model/document.ts';
import type { Position } from '../model/entry.ts';

/** One directive as a file, the command line or a variable states it. */
export interface RedisDirective {
  readonly name: string;
  readonly args: readonly string[];
  readonly at: Position;
  readonly text: string;
}

/** Every directive that a Redis is told. */
export interface RedisDirectives {
  /** Valkey and others have directives of their own. */
  readonly product: 'redis' | 'other';
  readonly version?: string;
  readonly directives: readonly RedisDirective[];
}

/** What the files, the command and the variables of one Redis tell it. */
export const redisDirectives: Format<RedisDirectives> = { name: 'redis directives' };
