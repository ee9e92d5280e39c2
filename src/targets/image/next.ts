import { fill } from '../../formats/template.ts';
import { digits } from '../../formats/units.ts';
import type { Component, Stack } from '../../model/stack.ts';
import type { RenderedFile } from '../../model/target.ts';
import template from '../../../templates/next.Dockerfile.hbs';
import { portEntry } from '../names.ts';
import { ASK_PAGE } from '../next.ts';
import { said } from '../said.ts';
import { dockerfileOf, exec, stagesOf } from './stages.ts';

/** The Dockerfile of a frontend: Next.js's standalone server and what it serves, without the packages that built it. */
export function nextDockerfile(plan: Stack, frontend: Component): RenderedFile {
  const text = fill(template, { ...stagesOf(plan, frontend, ASK_PAGE), port: said(portEntry(plan, frontend), digits), command: exec(['node', 'server.js']) });
  return { path: dockerfileOf(plan, frontend), text };
}
