import type { RedisDirective } from '../../../formats/redis-directives.ts';
import type { RunningContainer } from '../running.ts';
import { readRedisFlags } from './directives.ts';

/** Variables of Bitnami's images (of Redis and of Valkey) and the directive that they make. */
const BITNAMI: Readonly<Record<string, string>> = { PORT_NUMBER: 'port', AOF_ENABLED: 'appendonly', IO_THREADS: 'io-threads' };
/** Variables that hold flags, by the images that read them. */
const FLAGS: readonly string[] = ['REDIS_EXTRA_FLAGS', 'VALKEY_EXTRA_FLAGS', 'REDIS_ARGS'];

/** Whether it is one of Bitnami's images. */
export const isBitnami = ({ image, base }: RunningContainer): boolean => /(?:^|\/)bitnami[a-z]*\//.test(image?.text ?? base?.text ?? '');

/** The directives that the image makes of variables. The official image of Redis reads none. */
export function environmentDirectives(container: RunningContainer): readonly RedisDirective[] {
  const { environment, image, base } = container;
  const text = image?.text ?? base?.text ?? '';
  const reads = (name: string): boolean => (name === 'REDIS_ARGS' ? text.includes('redis-stack') : name === 'VALKEY_EXTRA_FLAGS' ? text.includes('valkey') : isBitnami(container));
  const flags = FLAGS.filter(reads).flatMap((name) => readRedisFlags(environment.get(name)));
  if (!isBitnami(container)) return flags;
  const named = Object.entries(BITNAMI).flatMap(([variable, name]): readonly RedisDirective[] => {
    const full = ['REDIS_', 'VALKEY_'].map((prefix) => prefix + variable).find((one) => environment.has(one));
    const word = full === undefined ? undefined : environment.get(full);
    return word === undefined || word.text === '' ? [] : [{ name, args: [word.text], at: word.at, text: `${full ?? ''}=${word.text}` }];
  });
  return [...named, ...flags];
}
