import { loadProfile } from '../../../src/load.ts';
import type { Stack } from '../../../src/model/stack.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { textOf } from '../../../src/live/services.ts';
import type { RenderedFile } from '../../../src/model/target.ts';
import { scenarioOf } from '../../../src/rules/scenario/requests.ts';
import { render } from '../../../src/render.ts';
import { size } from '../../../src/size.ts';

/** A plan, and its rendered files by path. */
export interface RenderedPlan {
  readonly plan: Stack;
  readonly files: readonly RenderedFile[];
  readonly scenario: Scenario;
  /** The text of a file. */
  readonly file: (path: string) => string;
}

/** Sizes and renders a profile of this folder for the PostgreSQL that is installed. */
export async function renderedPlan(root: string, profile: 'database' | 'stack', postgresMajor: string): Promise<RenderedPlan> {
  const plan = size(loadProfile({ profile: `${root}/test/compare/profiles/${profile}.yaml`, sets: [`db.component.version=${postgresMajor}`], builtInDirectory: `${root}/profiles`, cwd: root }));
  const files = await render(plan);
  return { plan, files, scenario: scenarioOf(plan), file: (path) => textOf(files, path) };
}
