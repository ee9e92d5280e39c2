import { entryOf, repeated } from '../model/lookup.ts';
import { clientsOf, serversOf, type Component, type Stack } from '../model/stack.ts';
import * as found from '../settings/found.ts';

/** Variables by which job queues are told their Redis. */
const VARIABLES = /^(?:CELERY_(?:BROKER|RESULT).*|BROKER_URL|SIDEKIQ_.*|BULL(?:MQ)?_.*|QUEUE_(?:REDIS|CONNECTION|URL|DRIVER|HOST|BULL).*|RQ_.*|DRAMATIQ_.*|HUEY_.*|ARQ_.*|RESQUE_.*)$/;
/** Programs that work off a queue. */
const COMMANDS = /\b(?:celery|sidekiq|dramatiq|huey_consumer|resque|bullmq|rqworker|rq worker|arq|artisan (?:queue:work|horizon))\b/;
/** Those of them that keep jobs in nothing but Redis. */
const ONLY_REDIS = /\b(?:sidekiq|resque|bullmq|rqworker|rq worker|arq|artisan horizon)\b/;
/** Services that are named after one. */
const NAMES = /(?:^|[-_.])(?:celery|sidekiq|resque|bull|bullmq|rq|workers?|beat|horizon|queue|jobs?)(?:$|[-_.0-9])/;

/** How it shows that a Redis holds a queue, in words: `worker runs celery`; nothing where it does not. */
export function queueUses(stack: Stack, redis: Component): readonly string[] {
  const own = /queue|broker/.test(redis.name) ? [`${redis.name} is named after it`] : [];
  return [...own, ...clientsOf(stack, redis).flatMap((client) => useBy(stack, redis, client) ?? [])];
}

function useBy(stack: Stack, redis: Component, client: Component): string | undefined {
  const variable = repeated(stack, client, found.variable).find(({ subject = '', value }) => VARIABLES.test(subject) && speaksOf(value, redis));
  if (variable !== undefined) return `${client.name} has ${variable.subject ?? ''}`;
  if (keepsElsewhere(stack, client, redis)) return undefined;
  // A client of several Redis servers may keep its queue in another one.
  if (serversOf(stack, client).filter(({ kind }) => kind === 'redis').length > 1) return undefined;
  const cache = /cache/.test(redis.name);
  const command = (cache ? ONLY_REDIS : COMMANDS).exec(String(entryOf(stack, client, found.command)?.value ?? ''));
  if (command !== null) return `${client.name} runs ${command[0]}`;
  if (cache) return undefined;
  return NAMES.test(client.name) ? `${client.name} is named after it` : undefined;
}

/** Variables that name what an application only caches in. */
const CACHES = /(?:^|_)CACHES?(?:_|$)/;
/** Servers that pass messages on and are not Redis. */
const OTHER_BROKER = /^(?:amqps?|pyamqp|kafka|sqs|nats|pulsar|stomp|confluentkafka|gcpubsub|azureservicebus):\/\//;

/** Whether its variables tell that the jobs are elsewhere: a broker that is not Redis, or this Redis named as a cache only. */
function keepsElsewhere(stack: Stack, client: Component, redis: Component): boolean {
  const variables = repeated(stack, client, found.variable);
  const onlyRedis = ONLY_REDIS.test(String(entryOf(stack, client, found.command)?.value ?? ''));
  if (!onlyRedis && variables.some(({ value }) => OTHER_BROKER.test(value))) return true;
  const links = variables.filter(({ value }) => /^rediss?:/.test(value) && speaksOf(value, redis));
  return links.length > 0 && links.every(({ subject = '' }) => CACHES.test(subject));
}

/** Whether a variable's value may name that Redis: its host, a word, or a secret that is not shown. */
const speaksOf = (value: string, redis: Component): boolean => {
  const host = /^(?:rediss?:\/\/)(?:[^@/]*@)?([^:/?]+)/.exec(value)?.[1];
  return host === undefined ? /^(?:redis|\*\*\*|\s*)$/.test(value) || value === redis.name : host === redis.name || host === '***';
};
