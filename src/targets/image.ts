import { isExternal, type Component, type Stack } from '../model/stack.ts';
import type { RenderedFile, Target } from '../model/target.ts';
import { isPython } from '../model/who.ts';
import { ignoreFile } from './image/ignore.ts';
import { nextDockerfile } from './image/next.ts';
import { pythonDockerfile } from './image/python.ts';

/** How the image of each Python application and of each frontend of Next.js is built. */
export const imageTarget: Target = {
  name: 'image',
  about: 'Dockerfile of each Python application and frontend: two stages, no root, health check',
  render: async (plan) => plan.components.filter((component) => !isExternal(plan, component)).flatMap((component) => filesOf(plan, component)),
};

function filesOf(plan: Stack, component: Component): readonly RenderedFile[] {
  if (isPython(component)) return [pythonDockerfile(plan, component), ignoreFile(plan, component)];
  return component.kind === 'next' ? [nextDockerfile(plan, component), ignoreFile(plan, component)] : [];
}
