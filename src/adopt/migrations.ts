import { endsBefore } from '../checks/runs-once.ts';
import { entryOf } from '../model/lookup.ts';
import type { Component, Stack } from '../model/stack.ts';
import { command as start, image, migrate } from '../settings/component.ts';
import { build, command, depends_on } from '../settings/found.ts';
import { fieldOf, type Statement } from './statement.ts';

/** What runs to its end before an application starts, in the application's own image, as the `migrate` of a profile; `undefined` where there is no such thing. */
export function migrationOf(stack: Stack, application: Component): Statement | undefined {
  const [migration, ...others] = stack.components.filter((component) => migrates(stack, component, application));
  const words = migration === undefined || others.length > 0 ? undefined : entryOf(stack, migration, command);
  return words === undefined || SHELL.test(words.value) ? undefined : fieldOf({ ...words, setting: migrate, value: words.value.split(' ') }, migrate.name);
}

/** How a component is started, as the `command` of a profile; `undefined` where a shell's line starts it. */
export function commandOf(stack: Stack, component: Component): Statement | undefined {
  const words = entryOf(stack, component, command);
  return words === undefined || SHELL.test(words.value) ? undefined : fieldOf({ ...words, setting: start, value: words.value.split(' ') }, start.name);
}

/** Whether a component is said by the `migrate` of an application. */
export const isMigration = (stack: Stack, component: Component): boolean =>
  stack.components.some((application) => {
    const said = migrates(stack, component, application) ? migrationOf(stack, application) : undefined;
    return said !== undefined && said.refused === undefined;
  });

const migrates = (stack: Stack, component: Component, application: Component): boolean =>
  endsBefore(stack, component)
  && entryOf(stack, application, depends_on, component.name)?.value === 'service_completed_successfully'
  && [image, build].some((setting) => entryOf(stack, component, setting) !== undefined && entryOf(stack, component, setting)?.value === entryOf(stack, application, setting)?.value);

/** A shell's line is one word with blanks, which a command as it was read no longer shows. */
const SHELL = /^(?:\S*\/)?(?:ba|da|z|k)?sh /;
