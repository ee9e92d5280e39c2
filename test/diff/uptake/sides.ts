import { check } from '../../../src/check.ts';
import { compare } from '../../../src/diff/comparison.ts';
import type { Side } from '../../../src/diff/side.ts';
import { uptakes } from '../../../src/diff/uptake/index.ts';
import type { Step } from '../../../src/diff/uptake/step.ts';
import { loadProfile } from '../../../src/load.ts';
import { builtInDirectory } from '../../../src/package.ts';
import { render } from '../../../src/render.ts';
import { size } from '../../../src/size.ts';

const made = new Map<string, Promise<Side>>();

/** A rendered profile; each is rendered once. */
export function sideOf(profile: string, ...sets: readonly string[]): Promise<Side> {
  const key = [profile, ...sets].join('\n');
  const side = made.get(key) ?? makeSide(profile, sets);
  made.set(key, side);
  return side;
}

async function makeSide(profile: string, sets: readonly string[]): Promise<Side> {
  const stack = size(loadProfile({ profile, sets, builtInDirectory, cwd: import.meta.dirname }));
  return { name: profile, stack, report: check(stack), files: await render(stack), shown: (at) => at };
}

/** A side with one of its files edited. */
export const edited = (side: Side, path: string, edit: (text: string) => string): Side => ({ ...side, files: side.files.map((file) => (file.path === path ? { path, text: edit(file.text) } : file)) });

/** A piece of a file and what stands there instead. */
export type Replacement = readonly [from: string | RegExp, to: string];

/** A side with pieces of one of its files replaced; a piece that is not there is a mistake of the test. */
export const replaced = (side: Side, path: string, ...pieces: readonly Replacement[]): Side =>
  edited(side, path, (text) => pieces.reduce((one, [from, to]) => {
    if (one.replace(from, '') === one) throw new Error(`${path} has no ${String(from)}`);
    return one.replace(from, to);
  }, text));

/** What taking the second side up means; where both have the same plan, files differ and no setting does. */
export const stepsBetween = (before: Side, after: Side): readonly Step[] => (before.stack === after.stack ? uptakes.flatMap((uptake) => uptake(before, after, [])) : compare(before, after).steps);

/** The steps of one environment, as `component action: message`. */
export const told = (steps: readonly Step[], environment: Step['environment']): readonly string[] => steps.filter((step) => step.environment === environment).map(({ component, action, message }) => `${component} ${action}: ${message}`);

/** The postgresql.conf of a side. */
export const confOf = ({ files }: Side): string => files.find(({ path }) => path === 'postgres/postgresql.conf')?.text ?? '';
