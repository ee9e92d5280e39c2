import { redisValue } from '../formats/redis-values.ts';
import { fill } from '../formats/template.ts';
import { digits, inComment } from '../formats/units.ts';
import { valueOf } from '../model/lookup.ts';
import type { Component, Stack } from '../model/stack.ts';
import type { RenderedFile, Target } from '../model/target.ts';
import conf from '../../templates/redis.conf.hbs';
import { appendonly, save } from '../settings/redis.ts';
import { fileOf, hostedOf, portEntry } from './names.ts';
import { reasonOf } from './reason.ts';
import { said } from './said.ts';

/** redis.conf of every Redis in the stack. */
export const redisTarget: Target = {
  name: 'redis',
  about: 'redis.conf of every Redis in the stack',
  render: async (plan) => hostedOf(plan, 'redis').map((server) => redisFile(plan, server)),
};

/** Whether the plan lets a Redis write to disk: only then it needs a volume. */
export const writesToDisk = (plan: Stack, server: Component): boolean => valueOf(plan, server, appendonly) === true || (valueOf(plan, server, save) ?? '') !== '';

/** The text of redis.conf: what the plan says; the rest is Redis's own default. */
export function redisFile(plan: Stack, server: Component): RenderedFile {
  const port = portEntry(plan, server);
  const lines = [...plan.entries.values()]
    .filter((entry) => entry.component === server.name && entry.setting.kind === 'redis' && entry.origin.from !== 'default')
    .map((entry) => ({ name: entry.setting.name, ...said(entry, (value) => redisValue(entry.setting, value)) }));
  const text = fill(conf, { component: server.name, stack: plan.name, port: { reason: inComment(reasonOf(port)), value: digits(port.value) }, lines });
  return { path: fileOf(plan, server, 'redis.conf'), text };
}
