import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { valueOf } from '../model/lookup.ts';
import { isExternal, type Stack } from '../model/stack.ts';
import { build_context, build_dockerfile } from '../settings/component.ts';
import { imageVariable } from '../targets/compose/service.ts';

/** An application whose image cannot be built, since its Dockerfile is not where the profile says. */
export interface Unbuilt {
  readonly component: string;
  /** Absolute path of the Dockerfile. */
  readonly dockerfile: string;
  /** The variable that names an image instead. */
  readonly variable: string;
}

/** The applications that Compose cannot build beside a folder. */
export const lookForBuilds = (folder: string, plan: Stack): readonly Unbuilt[] =>
  plan.components.flatMap((component) => {
    const context = isExternal(plan, component) ? undefined : valueOf(plan, component, build_context);
    const dockerfile = join(folder, context ?? '', valueOf(plan, component, build_dockerfile) ?? 'Dockerfile');
    return context === undefined || existsSync(dockerfile) ? [] : [{ component: component.name, dockerfile, variable: imageVariable(component) }];
  });
