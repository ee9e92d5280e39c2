import type { Side } from '../side.ts';
import type { Traced } from '../traced.ts';

/** What taking a change up means for what runs, from the lightest to the gravest. */
export const ACTIONS = ['scale', 'reload', 'restart', 'roll', 'recreate', 'resize', 'by hand', 'refused'] as const;

/** One of them: `roll` replaces pods one after the other; `by hand` is what nobody does unless told; `refused` is what the environment will not do at all. */
export type Action = (typeof ACTIONS)[number];

/** What one component does, in one environment, to take a change up. */
export interface Step {
  /** Where it runs: `compose`, `kubernetes`, or wherever the server itself runs. */
  readonly environment: 'compose' | 'kubernetes' | 'anywhere';
  readonly component: string;
  readonly action: Action;
  /** One sentence: what happens, to how many, and whether anything is away meanwhile. */
  readonly message: string;
  /** What somebody has to type for it, where `docker compose up` or `kubectl apply` alone does not do it. */
  readonly command?: string;
  /** The ids of the settings, or the places in files, that ask for it. */
  readonly because: readonly string[];
}

/** Says what one environment or server does to take the changes between two sides up. */
export type Uptake = (before: Side, after: Side, changes: readonly Traced[]) => readonly Step[];

/** Steps, the gravest first. */
export const bySeverity = <S extends Pick<Step, 'action'>>(steps: readonly S[]): readonly S[] => [...steps].sort((a, b) => ACTIONS.indexOf(b.action) - ACTIONS.indexOf(a.action));

/** The actions that nothing goes away for. */
const GENTLE: readonly Action[] = ['scale', 'reload'];

/** Whether all that runs goes on while the changes are taken up. */
export const nothingRestarts = (steps: readonly Step[]): boolean => steps.every(({ action }) => GENTLE.includes(action));
