import { version } from '../package.ts';
import type { Entry, Origin } from '../model/entry.ts';
import type { Stack } from '../model/stack.ts';
import type { Target } from '../model/target.ts';
import { scenarioOf } from '../rules/scenario/requests.ts';
import { sizingText } from './sizing.ts';

/** plan.json and SIZING.md: every entry with its origin, for machines and for reviewers. */
export const planTarget: Target = {
  name: 'plan',
  about: 'plan.json and SIZING.md: every value with its origin, for machines and for reviewers',
  render: async (plan) => [
    { path: 'SIZING.md', text: sizingText(plan) },
    { path: 'plan.json', text: planText(plan) },
  ],
};

/** The text of plan.json: the stack, then one line for each entry. */
export function planText(plan: Stack): string {
  const components = plan.components.map(({ name, kind }) => ({ name, kind, links: plan.links.filter((link) => link.from === name).map((link) => link.to) }));
  const routes = plan.routes.map(({ path, to, cache, auth, stream, immutable }) => ({ path, to, cache, auth, stream, immutable }));
  const lists = Object.entries({ components, routes, scenario: scenarioOf(plan), entries: [...plan.entries.values()].map(entryData) });
  const rest = lists.map(([name, list]) => `  ${JSON.stringify(name)}: ${list.length === 0 ? '[]' : `[\n${list.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`}`);
  return `{\n  "name": ${JSON.stringify(plan.name)},\n  "generator": ${JSON.stringify({ name: 'plumbline', version })},\n${rest.join(',\n')}\n}\n`;
}

const entryData = ({ id, value, setting, origin }: Entry): object => ({ id, value, unit: setting.unit, origin: originData(origin) });

function originData(origin: Origin): object {
  if (origin.from === 'stated') return { from: origin.from, at: origin.at };
  if (origin.from === 'default') return { from: origin.from, of: origin.of };
  return { from: origin.from, rule: origin.rule, inputs: origin.inputs.map((input) => input.id), ...(origin.bound === undefined ? {} : { bound: origin.bound }) };
}
