import { envValue } from '../formats/compose-values.ts';
import { fill } from '../formats/template.ts';
import { inComment } from '../formats/units.ts';
import { hasPrometheus } from '../model/exporters.ts';
import { entryOf, valueOf } from '../model/lookup.ts';
import { isCluster, isExternal, type Component, type Stack } from '../model/stack.ts';
import type { Target } from '../model/target.ts';
import { isApplication } from '../model/who.ts';
import * as c from '../settings/component.ts';
import template from '../../templates/env.hbs';
import { grafanaPublished } from './compose/prometheus.ts';
import { addressOf, hostPortsOf, type Variable } from './compose/published.ts';
import { imageVariable } from './compose/service.ts';
import { reasonOf } from './reason.ts';
import { broughtSecrets, secretPath } from './secrets.ts';

/** `.env`: what docker-compose.yml asks of its environment. It holds no secret. */
export const envTarget: Target = {
  name: 'env',
  about: '.env: images and published ports for docker-compose.yml, no secrets',
  render: async (plan) => (isCluster(plan) ? [] : [{ path: '.env', text: envText(plan) }]),
};

/** A variable that is set, or one that is missing and said to be. */
interface Line {
  readonly comments: readonly string[];
  readonly set?: { readonly name: string; readonly value: string };
}

/** The text of `.env`. */
export function envText(plan: Stack): string {
  const here = plan.components.filter((component) => !isExternal(plan, component));
  const lines = [...here.filter(isApplication).map((component) => image(plan, component)), ...here.flatMap((component) => published(plan, component)), ...(hasPrometheus(plan) ? grafana(plan) : [])];
  const brought = broughtSecrets(plan).map(secretPath);
  return fill(template, { stack: plan.name, lines: lines.map((line) => ({ comments: line.comments.map(inComment), set: line.set ?? false })), brought: brought.length > 0 ? brought.join(' and ') : false });
}

function image(plan: Stack, component: Component): Line {
  const stated = entryOf(plan, component, c.image);
  const name = imageVariable(component);
  const context = valueOf(plan, component, c.build_context);
  if (stated === undefined && context !== undefined) return { comments: [`The image of ${component.name} is built from ${context}; set ${name} where docker compose is called to take another one.`] };
  if (stated === undefined) return { comments: [`The image of ${component.name} is yours to name: state it in the profile, or set ${name} where docker compose is called.`] };
  return { comments: [reasonOf(stated)], set: { name, value: envValue(stated.value) } };
}

function published(plan: Stack, component: Component): readonly Line[] {
  const address = addressOf(plan, component);
  if (address === undefined) return [];
  const set = ({ name, value }: Variable): Line['set'] & object => ({ name, value: envValue(value) });
  const usual = `The address of the host on which ${component.name} is published.`;
  return [
    { comments: address.entries.length > 0 ? address.entries.map(reasonOf) : [usual], set: set(address) },
    ...hostPortsOf(plan, component).map((port) => ({ comments: [...new Set(port.entries.map(reasonOf))], set: set(port) })),
  ];
}

function grafana(plan: Stack): readonly Line[] {
  const { address, port } = grafanaPublished(plan);
  return [address, port].map(({ name, value, entries }) => ({
    comments: entries.length > 0 ? entries.map(reasonOf) : ['The address of the host on which Grafana is published.'],
    set: { name, value: envValue(value) },
  }));
}
