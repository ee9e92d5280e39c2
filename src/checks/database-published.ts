import { defineCheck } from '../model/check.ts';
import { all, structure } from '../model/input.ts';
import { published } from '../settings/found.ts';
import { EVERY_KIND } from './kinds.ts';
import { isStore, sides, statedOf } from './wiring.ts';

/** Address and port of the host of `address:port`; no address is every address. */
const isOpen = (subject: string): boolean => /^(?:|0\.0\.0\.0|\[?::\]?|\*)$/.test(subject.slice(0, subject.lastIndexOf(':')));

/** The ports of a store of data, as far as the host answers to them for everybody. */
export const databasePublished = defineCheck({
  id: 'database-published',
  severity: 'note',
  confidence: 'certain',
  on: EVERY_KIND,
  grouped: true,
  when: (stack, component) => isStore(stack, component) && statedOf(stack, component, published).length > 0,
  reads: { component: structure((_, component) => component.name), ports: all(published) },
  broken: ({ component, ports }) =>
    ports.filter(({ subject }) => isOpen(subject)).map(({ subject, value, entry }) => ({
      message: `port ${value} of ${component} is published as ${subject.slice(subject.lastIndexOf(':') + 1)} on every address of the host`, entries: sides(entry),
    })),
  why: 'Docker opens the port before the rules of the host\'s firewall: the database answers to the whole network, and other services reach it without.',
  fix: 'take the port out, or publish it on 127.0.0.1.',
  source: 'docs.docker.com/engine/network/packet-filtering-firewalls: published ports bypass ufw',
  examples: {
    holds: [{ component: 'db', ports: [{ subject: '127.0.0.1:5432', value: 5432 }] }, { component: 'db', ports: [] }],
    breaks: [{ component: 'db', ports: [{ subject: ':5432', value: 5432 }] }, { component: 'db', ports: [{ subject: '0.0.0.0:15432', value: 5432 }] }, { component: 'db', ports: [{ subject: '[::]:5432', value: 5432 }] }],
  },
});
