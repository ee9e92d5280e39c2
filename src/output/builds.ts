import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { valueOf } from '../model/lookup.ts';
import { isExternal, type Stack } from '../model/stack.ts';
import { build_context, build_dockerfile } from '../settings/component.ts';
import { imageVariable } from '../targets/compose/service.ts';

/** An application whose image Compose builds, the paths as the profile says them. */
export interface Build {
  readonly component: string;
  /** Path of the Dockerfile, relative to the rendered stack. */
  readonly dockerfile: string;
  /** The variable that names an image instead. */
  readonly variable: string;
}

/** An application whose image cannot be built, since its Dockerfile is not where the profile says; its path is the one on the disk. */
export type Unbuilt = Build;

/** The applications of a plan that Compose builds. */
export const buildsOf = (plan: Stack): readonly Build[] =>
  plan.components.flatMap((component) => {
    const context = isExternal(plan, component) ? undefined : valueOf(plan, component, build_context);
    return context === undefined ? [] : [{ component: component.name, dockerfile: join(context, valueOf(plan, component, build_dockerfile) ?? 'Dockerfile'), variable: imageVariable(component) }];
  });

/** Those that cannot be built beside a folder. */
export const unbuiltIn = (folder: string, builds: readonly Build[]): readonly Unbuilt[] =>
  builds.map((build) => ({ ...build, dockerfile: join(folder, build.dockerfile) })).filter(({ dockerfile }) => !existsSync(dockerfile));
