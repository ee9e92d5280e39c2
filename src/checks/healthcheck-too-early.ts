import { defineCheck } from '../model/check.ts';
import { all, optional, own, structure } from '../model/input.ts';
import { repeated } from '../model/lookup.ts';
import { counted } from '../model/quote.ts';
import type { Component, Stack } from '../model/stack.ts';
import { image } from '../settings/component.ts';
import * as found from '../settings/found.ts';

/** Components that start when this one is healthy. */
const waiting = (stack: Stack, component: Component): readonly string[] =>
  stack.components.filter((other) => repeated(stack, other, found.depends_on).some(({ subject, value }) => subject === component.name && value === 'service_healthy')).map(({ name }) => name);

/** Whether the check of pg_isready goes over TCP; a path is the folder of the socket. */
const overTcp = (test: string): boolean => {
  const host = /(?:^|\s)(?:-h|--host)[\s=]*["']?([^\s"']+)/.exec(test)?.[1];
  return host !== undefined ? !host.startsWith('/') : /:\/\/|\bhost=|PGHOST/.test(test);
};

/** A health check that answers while the database is still being made. */
export const healthcheckTooEarly = defineCheck({
  id: 'healthcheck-too-early',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  grouped: true,
  reads: {
    test: optional(own(found.health_test)),
    image: optional(own(image)),
    scripts: all(found.init_script),
    waiting: structure(waiting),
    host: structure((stack, component) => repeated(stack, component, found.variable).some(({ subject, value }) => subject === 'PGHOST' && !value.startsWith('/'))),
  },
  broken: (v) => {
    if (v.test === undefined || !/\bpg_isready\b/.test(v.test) || v.host || overTcp(v.test) || /bitnami/.test(v.image ?? '') || v.waiting.length === 0) return undefined;
    const start = `${v.waiting.join(' and ')} ${v.waiting.length === 1 ? 'starts' : 'start'}`;
    if (v.scripts.length > 0) return `pg_isready asks over the socket, where the server that runs ${counted(v.scripts.length, 'init script')} answers too: ${start} before they have run`;
    return [{ message: `pg_isready asks over the socket, where the server that makes the database answers too: ${start} a moment too early, once`, severity: 'note' }];
  },
  why: 'On an empty volume the image starts a server for itself that listens on the socket only, and stops it again. Those who wait for "healthy" find no table, or "connection refused" when it restarts.',
  fix: 'ask over TCP: pg_isready -h 127.0.0.1.',
  source: 'docker-library/postgres, docker-entrypoint.sh: the temporary server has listen_addresses set to nothing',
  examples: {
    holds: [
      { test: 'CMD-SHELL pg_isready -h 127.0.0.1 -U app', image: 'postgres:16', scripts: [{ subject: '/docker-entrypoint-initdb.d/1.sql', value: 'init/1.sql' }], waiting: ['api'], host: false },
      { test: 'CMD-SHELL pg_isready -U app', image: 'postgres:16', scripts: [], waiting: [], host: false },
    ],
    breaks: [
      { test: 'CMD-SHELL pg_isready -U app', image: 'postgres:16', scripts: [{ subject: '/docker-entrypoint-initdb.d/1.sql', value: 'init/1.sql' }], waiting: ['api'], host: false },
      { test: 'CMD pg_isready', image: 'postgres:16', scripts: [], waiting: ['api'], host: false },
    ],
  },
});
