import { redisValue } from '../formats/redis-values.ts';
import { fill } from '../formats/template.ts';
import { digits } from '../formats/units.ts';
import type { Entry } from '../model/entry.ts';
import { entriesIn, perComponent, valueOf } from '../model/lookup.ts';
import { isCluster, type Component, type Stack } from '../model/stack.ts';
import type { RenderedFile, Target } from '../model/target.ts';
import conf from '../../templates/redis.conf.hbs';
import { appendonly, save } from '../settings/redis.ts';
import { fileOf, hostedOf, portEntry } from './names.ts';
import { commentOf } from './reason.ts';
import { said } from './said.ts';

/** redis.conf of every Redis in the stack; in a cluster it is in the manifests alone. */
export const redisTarget: Target = {
  name: 'redis',
  about: 'redis.conf of every Redis in the stack',
  render: async (plan) => (isCluster(plan) ? [] : hostedOf(plan, 'redis').map((server) => redisFile(plan, server))),
};

/** Whether the plan lets a Redis write to disk: only then it needs a volume. */
export const writesToDisk = (plan: Stack, server: Component): boolean => valueOf(plan, server, appendonly) === true || (valueOf(plan, server, save) ?? '') !== '';

/** What the plan says of a Redis; the rest is Redis's own default. */
const directives = (plan: Stack, server: Component): readonly Entry[] => entriesIn(plan, server).filter(({ setting, origin }) => setting.kind === 'redis' && origin.from !== 'default');

/** The same as options of `redis-server`, which count for more than what its file says: words, each with the entry that it comes from. */
export const commandOptions = (plan: Stack, server: Component): readonly (readonly [word: string, entry: Entry])[] =>
  directives(plan, server).flatMap((entry) => {
    const { value } = said(entry, (plain) => redisValue(entry.setting, plain));
    const option = `--${entry.setting.name}`;
    const words = value === '""' ? [option, ''] : [option, ...value.split(' ')];
    // Snapshots add to those of the file, until an empty text takes all of them away.
    return [...(entry.setting.name === save.name && value !== '""' ? [option, ''] : []), ...words].map((word) => [word, entry] as const);
  });

/** The text of redis.conf. */
export const redisFile = perComponent((plan, server): RenderedFile => {
  const port = portEntry(plan, server);
  const lines = directives(plan, server).map((entry) => ({ name: entry.setting.name, ...said(entry, (value) => redisValue(entry.setting, value)) }));
  const text = fill(conf, { component: server.name, stack: plan.name, port: { reason: commentOf(port), value: digits(port.value) }, lines });
  return { path: fileOf(plan, server, 'redis.conf'), text };
});
