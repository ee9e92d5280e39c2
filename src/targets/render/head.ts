import { isExternal, type Stack } from '../../model/stack.ts';
import { isApplication } from '../../model/who.ts';
import { pythonOf } from '../names.ts';

/** What Render runs of a plan, beside applications. */
const STORES: readonly string[] = ['postgres', 'redis'];

/** What somebody who applies the Blueprint should know. */
export function headOf(plan: Stack): readonly string[] {
  const python = pythonOf(plan).length;
  const left = plan.components.filter((component) => !isExternal(plan, component) && !isApplication(component) && !STORES.includes(component.kind));
  return [
    `render.yaml of ${plan.name}, rendered by Plumbline: a Blueprint of Render.com.`,
    'Change the profile, not this file: every line follows from it.',
    `It belongs into the root of the repository${python === 0 ? '' : `, and so ${python === 1 ? 'does the rendered folder python/' : 'do the rendered folders of the Python applications'}`}.`,
    'Every service has an instance of its own: each gets the smallest that has what was sized for it.',
    ...(left.some(({ kind }) => kind === 'nginx') ? ['Render\'s own proxy ends TLS and takes the place of nginx: what nginx.conf says of caches, rates and headers is not done here.'] : []),
    ...left.filter(({ kind }) => kind !== 'nginx').map(({ name, kind }) => `Render runs no ${kind} of its own: ${name} is not here.`),
  ];
}
