import { defineCheck, type Breach } from '../model/check.ts';
import { all, structure } from '../model/input.ts';
import { entryOf } from '../model/lookup.ts';
import { depends_on, health_test, restart } from '../settings/found.ts';
import { EVERY_KIND } from './kinds.ts';
import { isRestarted, isStore, reachedFrom, sides, statedOf } from './wiring.ts';

/** How a component waits for the stores that it connects to. */
export const dependencyWithoutHealth = defineCheck({
  id: 'dependency-without-health',
  severity: 'warning',
  confidence: 'certain',
  on: EVERY_KIND,
  when: (stack, component) => statedOf(stack, component, depends_on).length > 0,
  reads: {
    component: structure((stack, component) => ({ name: component.name, restart: entryOf(stack, component, restart)?.value })),
    waits: all(depends_on),
    stores: structure((stack, component) => reachedFrom(stack, component).filter((server) => isStore(stack, server)).map((server) => ({ name: server.name, health: entryOf(stack, server, health_test)?.value }))),
  },
  broken: ({ component, waits, stores }) => waits.flatMap(({ subject, value, entry }): readonly Breach[] => {
    const store = stores.find(({ name }) => name === subject);
    if (store === undefined || value !== 'service_started') return [];
    const check = store.health === undefined ? `, and ${subject} has no health check` : '';
    const then = isRestarted(component.restart) ? `; it is started again (${component.restart})` : '; nothing starts it again';
    return [{ message: `${component.name} is started as soon as ${subject} is, not when it answers${check}${then}`, entries: sides(entry) }];
  }),
  why: 'A database takes seconds to minutes until it answers, more after a crash: the first connections fail, and what does not try again ends.',
  fix: 'give the store a health check and wait for it: depends_on: { db: { condition: service_healthy } }.',
  source: 'docs.docker.com/compose/how-tos/startup-order',
  examples: {
    holds: [
      { component: { name: 'api', restart: undefined }, waits: [{ subject: 'db', value: 'service_healthy' }], stores: [{ name: 'db', health: 'pg_isready' }] },
      { component: { name: 'proxy', restart: undefined }, waits: [{ subject: 'api', value: 'service_started' }], stores: [] },
    ],
    breaks: [
      { component: { name: 'api', restart: undefined }, waits: [{ subject: 'db', value: 'service_started' }], stores: [{ name: 'db', health: undefined }] },
      { component: { name: 'api', restart: 'always' }, waits: [{ subject: 'db', value: 'service_started' }], stores: [{ name: 'db', health: 'pg_isready' }] },
    ],
  },
});
