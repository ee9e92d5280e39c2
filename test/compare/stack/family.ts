import type { ApplicationStart } from '../../../src/live/live.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import type { Stack } from '../../../src/model/stack.ts';
import type { RenderedFile } from '../../../src/model/target.ts';
import type { StackEffort } from '../effort.ts';
import type { Variant } from '../model.ts';
import type { Roles } from '../summary.ts';

/** One of the compared stacks: its plan, its files, and how its application is started. */
export interface ComparedStack extends Variant {
  readonly plan: Stack;
  readonly files: readonly RenderedFile[];
  readonly applications: Readonly<Record<string, ApplicationStart>>;
  /** Where PostgreSQL is, and what its application runs on. */
  readonly programs: Readonly<Record<string, string>>;
}

/** Stacks with the same application, and what they are asked. */
export interface Family {
  readonly title: string;
  readonly note: string;
  readonly stacks: readonly ComparedStack[];
  readonly scenario: Scenario;
  readonly roles: Roles;
  /** Seconds after which one of the applications closes an idle connection. */
  readonly edges: readonly number[];
  readonly effort: StackEffort;
}
