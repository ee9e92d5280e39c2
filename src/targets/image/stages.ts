import { composeTime } from '../../formats/compose-values.ts';
import { digits } from '../../formats/units.ts';
import type { TemplateData } from '../../formats/template.ts';
import type { Component, Stack } from '../../model/stack.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import { fileOf } from '../names.ts';
import { sayer, whys } from '../said.ts';

/** The Dockerfile of a component, beside its other files. */
export const dockerfileOf = (plan: Stack, component: Component): string => fileOf(plan, component, 'Dockerfile');

/** Words as Docker runs them: a program and its arguments, without a shell. */
export const exec = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;

/** What every Dockerfile says: where from, as whom, and how its health is asked. */
export function stagesOf(plan: Stack, component: Component, test: readonly string[]): TemplateData {
  const say = sayer(plan, component);
  const interval = say(container.health_interval, composeTime);
  const timeout = say(container.health_timeout, composeTime);
  const start = say(container.health_start, composeTime);
  const retries = say(container.health_retries, digits);
  return {
    name: component.name,
    stack: plan.name,
    file: dockerfileOf(plan, component),
    base: say(c.base_image, String),
    builder: say(c.builder_image, String),
    user: say(container.user, digits),
    health: { why: whys(interval, timeout, retries, start), interval: interval.value, timeout: timeout.value, start: start.value, retries: retries.value, test: exec(test) },
  };
}
