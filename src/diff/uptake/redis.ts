import { parseRedisConf } from '../../formats/redis-conf-syntax.ts';
import { inShell } from '../../formats/shell-words.ts';
import { redisReadsAtStart } from '../../settings/at-start.ts';
import { lostKeys } from './after-stop.ts';
import { becauseOfNames } from './because.ts';
import type { Step, Uptake } from './step.ts';
import { retold, type Told } from './told.ts';
import { alongside, listed } from './words.ts';

/** Redis reads its file once; while it runs it is told most of it by CONFIG SET. */
export const redisUptake: Uptake = (before, after, changes) =>
  retold(before, after, 'redis', 'redis.conf', directivesIn).map((server): Step => {
    const { component: { name: component }, names, path } = server;
    const restart = names.filter(redisReadsAtStart);
    const because = becauseOfNames(changes, component, 'redis', restart.length > 0 ? restart : names, path);
    if (restart.length > 0) {
      return { environment: 'anywhere', component, action: 'restart', message: `Redis takes ${listed(restart)} only when it starts: every connection ends${lostKeys(before.stack, component)}${alongside(names.length - restart.length)}`, because };
    }
    return { environment: 'anywhere', component, action: 'reload', message: `Redis does not read its file again: it is told ${listed(names)} while it runs, and no connection ends`, ...told(names, server.after), because };
  });

/** The directives of a redis.conf; what is said several times is kept whole. */
function directivesIn(text: string): Told {
  const found = new Map<string, string>();
  for (const { name, args } of parseRedisConf(text).lines) found.set(name, [...(found.has(name) ? [found.get(name) ?? ''] : []), args.join(' ')].join('\n'));
  return found;
}

/** What the file no longer says goes back to Redis's default, which nobody can name for all versions. */
function told(names: readonly string[], after: Told): { readonly command?: string } {
  const words = names.flatMap((name) => (after.has(name) ? [`${name} ${inShell(after.get(name) ?? '')}`] : []));
  return words.length === 0 ? {} : { command: `redis-cli CONFIG SET ${words.join(' ')}` };
}
