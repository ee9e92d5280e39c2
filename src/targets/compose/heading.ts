import { valueOf } from '../../model/lookup.ts';
import { clientsOf, isExternal, type Component, type Stack } from '../../model/stack.ts';
import { isAnswering, isPython } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import { resolve } from '../../settings/nginx.ts';
import { dockerfileOf } from '../image/stages.ts';

/** What somebody who starts the stack should know. */
export const headingOf = (plan: Stack): readonly string[] => [
  `docker-compose.yml of ${plan.name}, rendered by Plumbline.`,
  'Change the profile, not this file: every line follows from it.',
  'After a change: docker compose up --detach --force-recreate, so that every container reads its files again.',
  ...scaling(plan),
  ...building(plan),
];

const hosted = (plan: Stack): readonly Component[] => plan.components.filter((component) => !isExternal(plan, component));

/** A service without a port of the host may have any number of containers, where the proxy looks their addresses up again. */
function scaling(plan: Stack): readonly string[] {
  const [first] = hosted(plan).filter((component) => isAnswering(component) && isFound(plan, component));
  return first === undefined ? [] : [`More containers for a while: docker compose up --detach --scale ${first.name}=<number>; the proxy looks the name up again and finds them. For good state its replicas in the profile: what the database carries is divided by them.`];
}

function isFound(plan: Stack, component: Component): boolean {
  const proxies = clientsOf(plan, component).filter(({ kind }) => kind === 'nginx');
  return proxies.length > 0 && proxies.every((proxy) => valueOf(plan, proxy, resolve) === true);
}

/** The applications whose image nobody names or builds, though there is a Dockerfile for it. */
const building = (plan: Stack): readonly string[] =>
  hosted(plan)
    .filter((component) => (isPython(component) || component.kind === 'next') && valueOf(plan, component, c.image) === undefined && valueOf(plan, component, c.build_context) === undefined)
    .map((component) => `${dockerfileOf(plan, component)} builds the image of ${component.name}. In the profile: build: { context: <the repository, seen from here>, dockerfile: <this folder, seen from there>/${dockerfileOf(plan, component)} }`);
