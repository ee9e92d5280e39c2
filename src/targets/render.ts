import { apart, yamlText, type YamlMap } from '../formats/yaml-document.ts';
import { partValue } from '../model/lookup.ts';
import { isExternal, type Stack } from '../model/stack.ts';
import type { Target } from '../model/target.ts';
import { isApplication } from '../model/who.ts';
import { platform } from '../settings/profile.ts';
import { hostedOf } from './names.ts';
import { applicationOf } from './render/application.ts';
import { headOf } from './render/head.ts';
import { databaseOf, keyValueOf } from './render/stores.ts';

/** render.yaml, where the machine is one of Render's: the services, databases and caches that its Blueprint makes. */
export const renderTarget: Target = {
  name: 'render',
  about: 'render.yaml: the stack as a Blueprint of Render.com, where the machine is one of Render\'s',
  render: async (plan) => (partValue(plan, platform) === 'render' ? [{ path: 'render.yaml', text: blueprintText(plan) }] : []),
};

/** The text of render.yaml. */
export function blueprintText(plan: Stack): string {
  const applications = plan.components.filter((component) => isApplication(component) && !isExternal(plan, component));
  const services: readonly YamlMap[] = [...applications.map((application) => applicationOf(plan, application)), ...hostedOf(plan, 'redis').map((cache) => keyValueOf(plan, cache))];
  const databases = hostedOf(plan, 'postgres').map((database) => databaseOf(plan, database));
  return yamlText(headOf(plan), { services: services.map((service, i) => (i === 0 ? service : apart(service))), databases: databases.length === 0 ? undefined : apart(databases) });
}
